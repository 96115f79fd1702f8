import { onEach } from "./onload.js";

// The slider stands on a second of the video; the picture follows it, and words say what
// that means for the register's clock.
function wire(form) {
  const video = form.querySelector("video");
  const slider = form.querySelector("[name=second]");
  const told = form.querySelector("[data-told]");
  const believed = Number(form.dataset.second);

  const tell = () => {
    const off = Number(slider.value) - believed;
    const words = Math.abs(off) < 0.1 ? "same" : off > 0 ? "later" : "earlier";
    told.textContent = form.dataset[words].replace("%s", Math.abs(off).toFixed(1));
  };
  const show = () => { video.currentTime = Number(slider.value); };

  slider.addEventListener("input", () => { video.pause(); show(); tell(); });
  form.querySelector("[data-take]").addEventListener("click", () => {
    slider.value = String(video.currentTime);
    tell();
  });
  // A link is good for a quarter of an hour; a page may be open for longer.
  video.addEventListener("error", async () => {
    const answer = await fetch(form.dataset.links, { headers: { Accept: "application/json" } });
    if (answer.ok) video.src = (await answer.json()).video;
  }, { once: true });
  if (video.readyState > 0) show();
  else video.addEventListener("loadedmetadata", show, { once: true });
  tell();
}

export function startLineUps() {
  onEach("[data-lineup]", wire);
}
