// The database is away: comes back to the page as soon as it answers again.
setInterval(async () => {
  const answer = await fetch("/readyz", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}, 10_000);
