// Runs in every page before its own scripts. `READY` is the page's own condition; the first frame that is painted
// while it holds is told to the bench, in milliseconds since the navigation began.

(() => {
  const after = (tell) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => tell(performance.now());
    port2.postMessage(null);
  };
  const look = () => {
    if (document.body && READY()) after((at) => console.log(`bench ready ${at}`));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
