// A frame has no origin and cannot be looked into: it says itself how tall it is.
addEventListener("message", event => {
  const frame = [...document.querySelectorAll("iframe")].find(each => each.contentWindow === event.source);
  if (!frame) return;
  const {height, href, found} = event.data;
  if (Number.isFinite(found)) scrollTo({top: scrollY + frame.getBoundingClientRect().top + found - innerHeight / 3});
  if (Number.isFinite(height)) {
    frame.dataset.height = height;
    frame.style.height = `${Math.min(Math.max(height, 120), 60000)}px`;
    frame.dispatchEvent(new CustomEvent("desk:ready"));
  }
  // A link in a mail leads nowhere from here; on a bench the story that it is of is marked.
  const id = /\/articles\/(?:[^/?#]*-)?([a-z0-9]{13})(?:[/?#]|$)/.exec(href ?? "")?.[1];
  const story = id && document.getElementById(`story-${id}`);
  if (story) { story.scrollIntoView({block: "nearest"}); story.focus(); }
});

// An answer without the part that was asked for is a page about what went wrong: it is told, and takes nothing away.
addEventListener("htmx:beforeSwap", event => {
  const {xhr} = event.detail, target = event.target;
  if (xhr.status < 400 || !target.id || xhr.responseText.includes(`id="${target.id}"`)) return;
  event.detail.shouldSwap = false;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const words = ["h1", ".lede"].map(name => page.querySelector(name)?.textContent.trim()).filter(Boolean).join(". ");
  const told = document.querySelector("[data-told]");
  if (!told) return;
  const said = document.createElement("p");
  said.className = "told alarm";
  said.textContent = xhr.status === 401 ? "Nothing was saved: you are not logged in any more. " : `Nothing was saved. ${words} `;
  if (xhr.status === 401) {
    const link = document.createElement("a");
    Object.assign(link, {href: "/login", target: "_blank", textContent: "Log in on another page, then save again."});
    said.append(link);
  }
  told.replaceChildren(said);
  target.dispatchEvent(new CustomEvent("desk:refused", {bubbles: true}));
});

// The articles of a special edition are sent in the order in which they were ticked; those of before come first.
const ticked = [];
addEventListener("change", event => {
  if (!event.target.matches?.("input[type=checkbox][name=article]")) return;
  const {value, checked} = event.target, place = ticked.indexOf(value);
  if (place >= 0) ticked.splice(place, 1);
  if (checked) ticked.push(value);
});
addEventListener("formdata", event => {
  if (!("inOrder" in event.target.dataset)) return;
  const chosen = event.formData.getAll("article");
  const before = chosen.filter(id => !ticked.includes(id)), since = ticked.filter(id => chosen.includes(id));
  event.formData.delete("article");
  for (const id of [...before, ...since]) event.formData.append("article", id);
});
