(() => {
  const tell = () => parent.postMessage({height: Math.ceil(document.documentElement.getBoundingClientRect().height)}, "*");
  addEventListener("load", tell);
  new ResizeObserver(tell).observe(document.documentElement);
  // Marks the words of a finding, and says how far down they stand.
  addEventListener("message", event => {
    if (typeof event.data?.find !== "string") return;
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
