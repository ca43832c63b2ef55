// A draw kept fresh: read now, every `period` milliseconds while the page is visible, and after each of our own steps.
import { get, post } from '@/api/client';
import type { Draw } from '@/api/types';
import { onMounted, onUnmounted, ref, shallowRef } from 'vue';

export function useDraw(id: string, period: number) {
  const draw = shallowRef<Draw | null>(null);
  const error = ref<unknown>(null);
  const path = `/api/draws/${encodeURIComponent(id)}`;
  let timer = 0;

  async function refresh(): Promise<void> {
    try {
      draw.value = await get<Draw>(path);
      error.value = null;
    } catch (failure) {
      error.value = failure;
    }
  }

  /// One step of the draw, then its new state; what the server refuses is thrown to the button that asked.
  async function act(step: string, body: object = {}): Promise<void> {
    await post(`${path}/${step}`, body);
    await refresh();
  }

  async function turn(): Promise<void> {
    if (document.visibilityState === 'visible') await refresh();
    timer = window.setTimeout(turn, period);
  }
  onMounted(turn);
  onUnmounted(() => clearTimeout(timer));
  return { draw, error, refresh, act };
}
