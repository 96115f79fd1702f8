import { onEach } from "./onload.js";

// The offer to undo stays for ten seconds, longer while the pointer or the focus is on it.
export function startToasts() {
  onEach("[data-fades]", (toast) => {
    let left = Number(toast.dataset.fades);
    const timer = setInterval(() => {
      if (!toast.isConnected) return clearInterval(timer);
      if (toast.matches(":hover, :focus-within") || document.hidden) return undefined;
      left -= 1;
      if (left <= 0) {
        clearInterval(timer);
        toast.remove();
      }
      return undefined;
    }, 1000);
  });
}
