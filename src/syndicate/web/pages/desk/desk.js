// A frame has no origin and cannot be looked into: it says itself how tall it is.
addEventListener("message", event => {
  const frame = [...document.querySelectorAll("iframe")].find(each => each.contentWindow === event.source);
  if (!frame) return;
  const {height, href, found} = event.data;
  if (Number.isFinite(found)) scrollTo({top: scrollY + frame.getBoundingClientRect().top + found - innerHeight / 3});
  if (Number.isFinite(height)) {
    frame.style.height = `${Math.min(Math.max(height, 120), 60000)}px`;
    frame.dispatchEvent(new CustomEvent("desk:ready"));
  }
  // A link in a mail leads nowhere from here; on a bench the story that it is of is marked.
  const id = /\/articles\/([a-z0-9]+)/.exec(href ?? "")?.[1];
  const story = id && document.getElementById(`story-${id}`);
  if (story) { story.scrollIntoView({block: "nearest"}); story.focus(); }
});
