/** Signs the asker with the host's key, to pass through writable places such as process variables. */
import { timingSafeEqual } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import { systemClock } from '../../../core/ports/host';
import { checkAsker } from '../../../core/ports/knowledge/readers';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

interface Statement {
	names: readonly string[];
	/** Milliseconds since the epoch. */
	until: number;
	conversation?: string;
}

/** Long enough for a process that waits for people, and short enough for a copy of it. */
const askerHours = 24;

/** Signs an asker for jobs of this tenant. @throws TroupeError INPUT_INVALID */
export async function signAsker(
	host: VaultHost,
	names: readonly string[],
	of: { conversation?: string; hours?: number } = {},
): Promise<string> {
	const { conversation, hours = askerHours } = of;
	const until = (host.clock ?? systemClock).now() + hours * 3_600_000;
	const statement: Statement = { names: checkAsker(names, 'The asker'), until, ...(conversation !== undefined && { conversation }) };
	const text = Buffer.from(JSON.stringify(statement)).toString('base64url');
	return `${text}.${await sign(host, text)}`;
}

/** Returns the names in a text of `signAsker`. @throws TroupeError ACCESS_DENIED for any other text, a later time or another conversation */
export async function readSignedAsker(host: VaultHost, signed: unknown, conversation: unknown): Promise<readonly string[]> {
	const [text = '', mark = ''] = typeof signed === 'string' ? signed.split('.') : [];
	const given = Buffer.from(mark);
	const expected = Buffer.from(await sign(host, text));
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused('is not signed by this host, for this tenant');
	const statement = JSON.parse(Buffer.from(text, 'base64url').toString()) as Statement;
	if (statement.until <= (host.clock ?? systemClock).now()) throw refused('has expired');
	if (statement.conversation !== undefined && statement.conversation !== conversation) throw refused('belongs to another conversation');
	return statement.names;
}

async function sign(host: VaultHost, text: string): Promise<string> {
	if (host.stateFolder === undefined) throw refused('cannot be checked without a state folder');
	return (await openVaultKeys(host, host.stateFolder)).sign(JSON.stringify(['asker', host.tenant ?? 'default', text]));
}

function refused(problem: string): TroupeError {
	return new TroupeError({
		code: 'ACCESS_DENIED',
		message: `The variable "asker", which says who asks, ${problem}.`,
		fix: 'Set it to what `troupe knowledge asker --as person:… group:…` prints on a machine with the same TROUPE_HOME or TROUPE_VAULT_KEY, or remove it: then only documents without readers are found.',
	});
}
