import { existsSync, readFileSync } from 'node:fs';
import { TroupeError } from '../../../core/errors';
import { writeWhole } from '../../write-file';
import type { StoredWebhook } from './webhook';

/** Keeps the webhooks of one registry process in a file that its owner alone can read: it holds their secrets. */
export class WebhookFile {
	constructor(private readonly path: string) {}

	/** @throws TroupeError INPUT_INVALID when the file is none of ours */
	read(): StoredWebhook[] {
		if (!existsSync(this.path)) return [];
		try {
			return (JSON.parse(readFileSync(this.path, 'utf8')) as { webhooks: StoredWebhook[] }).webhooks;
		} catch (cause) {
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `The webhooks in ${this.path} cannot be read.`,
				fix: 'Restore the file from a copy, or remove it and register the webhooks anew.',
				cause,
			});
		}
	}

	write(webhooks: readonly StoredWebhook[]): void {
		writeWhole(this.path, JSON.stringify({ webhooks }), 0o600);
	}
}
