// Tells the milliseconds from the key that ends a PIN to the painted frame that holds so many cases.
(cases) => {
  let pressed = 0;
  const tell = () => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => console.log(`bench list ${performance.now() - pressed}`);
    port2.postMessage(null);
  };
  const look = () => (document.querySelectorAll(".case").length === cases ? tell() : requestAnimationFrame(look));
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    pressed = event.timeStamp;
    requestAnimationFrame(look);
  }, true);
};
