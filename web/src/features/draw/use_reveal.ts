// Lets rows that have just been drawn appear one after the other; rows that were there before are simply there.
import { computed, onUnmounted, ref, shallowRef } from 'vue';

export function useReveal<Row>(pause: (rows: number) => number, calm: boolean) {
  const rows = shallowRef<Row[]>([]);
  const count = ref(0);
  let timer = 0;

  function next(): void {
    if (count.value >= rows.value.length) return;
    count.value += 1;
    timer = window.setTimeout(next, pause(rows.value.length));
  }

  /// `fresh`: drawn while this screen was watching.
  function show(all: Row[], fresh: boolean): void {
    const more = all.length !== rows.value.length;
    rows.value = all;
    if (!more && count.value > 0) return;
    clearTimeout(timer);
    count.value = fresh && !calm ? 0 : all.length;
    if (fresh && !calm) next();
  }

  onUnmounted(() => clearTimeout(timer));
  const shown = computed(() => rows.value.slice(0, count.value));
  const done = computed(() => count.value >= rows.value.length);
  return { rows, shown, done, show };
}
