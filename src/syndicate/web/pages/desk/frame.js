(() => {
  const tell = () => parent.postMessage({height: Math.ceil(document.documentElement.getBoundingClientRect().height)}, "*");
  const sizes = new ResizeObserver(tell);
  const watch = () => {
    sizes.disconnect();
    sizes.observe(document.documentElement);
    tell();
  };
  addEventListener("load", watch);
  // Another mail takes this one's place in the page that is open: pictures that are there stay, and no script in it runs.
  addEventListener("message", event => {
    if (event.source !== parent || typeof event.data?.html !== "string") return;
    const page = new DOMParser().parseFromString(event.data.html, "text/html");
    document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
    watch();
  });
  // Marks the words of a finding, and says how far down they stand.
  addEventListener("message", event => {
    if (event.source !== parent || typeof event.data?.find !== "string") return;
    getSelection().removeAllRanges();
    if (window.find(event.data.find, true, false, true)) {
      parent.postMessage({found: Math.round(getSelection().getRangeAt(0).getBoundingClientRect().top)}, "*");
    }
  });
  addEventListener("click", event => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    parent.postMessage({href: link.href}, "*");
  });
})();
