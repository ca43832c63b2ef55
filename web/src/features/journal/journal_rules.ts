// How the journal says who did something.
export function actorWord(id: string, t: (key: string, values?: Record<string, unknown>) => string): string {
  if (id.startsWith('party:')) return t('journal.party', { id: id.slice(6) });
  if (id === 'system') return t('journal.system');
  return id === 'cli' ? t('journal.cli') : id;
}
