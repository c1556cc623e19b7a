// Chooses the zone of this machine from the list, where nothing was chosen and the list has it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const list of document.querySelectorAll("select[data-guess]")) {
  const guess = [...list.options].find((option) => option.value === zone);
  if (guess && !list.value) list.value = zone;
}
