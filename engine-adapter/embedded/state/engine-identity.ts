import { randomInt } from 'node:crypto';
import type { Kernel } from '../flow/kernel';

const maxIdentity = 2 ** 48 - 1;

/** Stored with the keys. The first call chooses it. */
export function readIdentity({ database }: Pick<Kernel, 'database'>): string {
	database.run("INSERT INTO counter (name, value) VALUES ('engine', ?) ON CONFLICT DO NOTHING", randomInt(maxIdentity));
	return String(database.get<{ value: number }>("SELECT value FROM counter WHERE name = 'engine'")!.value);
}
