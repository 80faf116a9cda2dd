/** How many requests are under way at one time: the pool of connections of one ledger pod has ten. */
const atOnce = 8;

/** Does work for every item, a few at a time and in their order; the first failure is thrown after the others have ended. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<void>, limit = atOnce): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const lane = async () => {
    for (const item of waiting) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
}
