(() => {
  const tell = () => parent.postMessage({height: Math.ceil(document.documentElement.getBoundingClientRect().height)}, "*");
  addEventListener("load", tell);
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("click", event => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    parent.postMessage({href: link.href}, "*");
  });
})();
