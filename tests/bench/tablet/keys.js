// Watches the field of an amount: tells, for each key in it, the milliseconds until the total that follows from what
// it then holds has been painted.
({ field, others }) => {
  const input = document.querySelector(field);
  let pressed = 0;
  const tell = () => {
    const { port1, port2 } = new MessageChannel();
    const key = pressed;
    port1.onmessage = () => console.log(`bench key ${performance.now() - key}`);
    port2.postMessage(null);
  };
  const look = () => (TOTAL() === others + Number(input.value) ? tell() : requestAnimationFrame(look));
  addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
  addEventListener("input", () => requestAnimationFrame(look), true);
  input.scrollIntoView({ block: "center" });
  input.focus();
  input.select();
};
