import { createWriteStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { toRestBase } from '../../engine-adapter/zeebe/connect-options';
import { findServiceToken } from '../../service/access/service-token';

/** Asks the service that holds engine.db for a copy. @throws TroupeError ENGINE_UNREACHABLE */
export async function fetchEngineState(url: string, into: string, environment: Environment): Promise<void> {
	const base = toRestBase(url);
	try {
		const token = await findServiceToken(base, environment);
		const answer = await fetch(`${base}/state/engine`, {
			method: 'POST',
			headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
		});
		if (!answer.ok) throw new Error(`it returned ${answer.status} ${(await answer.text()).slice(0, 500)}`);
		if (answer.headers.get('content-type') !== 'application/vnd.sqlite3') throw new Error('another program answers there');
		await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(into, { flags: 'wx', mode: 0o600 }));
		const received = statSync(into).size;
		const expected = Number(answer.headers.get('content-length'));
		if (received !== expected) throw new Error(`it sent ${received} of ${expected} bytes`);
	} catch (cause) {
		throw new TroupeError({
			code: 'ENGINE_UNREACHABLE',
			message: `engine.db is in use, and the service at ${base} gave no copy of it: ${getErrorMessage(cause)}.`,
			fix: 'Name the address of the `troupe serve` that uses this TROUPE_HOME with --engine, or stop the service and run the command again.',
			retryable: true,
			cause,
		});
	}
}
