import { parseSignedCheckpoint } from '../../core/audit/checkpoint';
import { formatVerifierKey, type VerifierKey } from '../../core/audit/note-key';
import { parseNote, verifyNote } from '../../core/audit/signed-note';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { toMinute } from '../../core/base/iso-time';
import type { Environment } from '../../core/base/settings/setting-names';
import { readWitnesses } from '../../providers/compose/state/host-witnesses';
import type { CosignedStore } from '../../providers/state/audit/cosigned-store';
import { verifyCosignatures } from '../../providers/state/audit/cosigned-rows';
import { countNouns } from '../terminal/format-text';
import type { KeptCheckpoint } from '../../providers/state/audit/verify-audit';

interface WitnessedLog {
	tenant: string;
	cosigned: CosignedStore;
}

interface Witnessed {
	/** The newest checkpoint that enough of them cosigned; undefined if there is none. */
	kept?: KeptCheckpoint;
	names: string[];
	/** Names the witnesses that refuse the log as it is now. */
	refusedBy: string[];
}

/** @throws TroupeError INPUT_INVALID without witnesses */
export async function findWitnessed(
	{ tenant, cosigned }: WitnessedLog,
	key: VerifierKey,
	count: number,
	environment: Environment,
): Promise<Witnessed> {
	const keys = readWitnesses(environment)?.witnesses.map((one) => one.key) ?? [];
	if (keys.length < count)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `--witnesses ${count} is more than the ${keys.length} witnesses of TROUPE_AUDIT_WITNESSES.`,
			fix: 'Name the witnesses in the file of TROUPE_AUDIT_WITNESSES: docs/operations/witnesses.md.',
		});
	const refusing = new Set((await cosigned.listStatus(tenant)).filter(({ state }) => state === 'refused').map(({ witness }) => witness));
	const refusedBy = keys.filter((one) => refusing.has(formatVerifierKey(one))).map(({ name }) => name);
	let names: string[] = [];
	for (const { note } of await cosigned.list(tenant)) {
		if (!isSignedBy(note, key)) continue;
		const by = verifyCosignatures(note, keys).map(({ name }) => name);
		if (by.length > names.length) names = by;
		const { size, root } = parseSignedCheckpoint(note).checkpoint;
		if (by.length >= count) return { kept: { size: Number(size), root }, names: by, refusedBy };
	}
	return { names, refusedBy };
}

function isSignedBy(note: string, key: VerifierKey): boolean {
	try {
		return parseSignedCheckpoint(note).checkpoint.origin === key.name && verifyNote(parseNote(note), [key]).length > 0;
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return false;
	}
}

/** @param entries of the log now */
export function tellWitnessed({ kept, names, refusedBy }: Witnessed, count: number, entries: number): string {
	const by = names.length > 0 ? `: ${names.join(', ')}` : '';
	const later = kept && entries > kept.size ? ` ${countNouns(entries - kept.size, 'entry')} came later.` : '';
	const cosigned = kept
		? `Witnesses cosigned the log of ${countNouns(kept.size, 'entry')}${by}.${later}`
		: `No checkpoint has ${countNouns(count, 'cosignature')}. The most are ${names.length}${by}.`;
	return refusedBy.length > 0 ? `${cosigned}\nREFUSED as it is now, by ${refusedBy.join(', ')}: they cosigned another log.` : cosigned;
}

/** Tells of each configured witness what it cosigned last, and why it does not. */
export async function describeWitnesses({ tenant, cosigned }: WitnessedLog, environment: Environment): Promise<string[]> {
	const policy = readWitnesses(environment);
	if (!policy) return [];
	const all = new Map((await cosigned.listStatus(tenant)).map((status) => [status.witness, status]));
	return policy.witnesses.map(({ key }) => {
		const status = all.get(formatVerifierKey(key));
		const last =
			status?.cosignedAt === undefined
				? 'nothing yet'
				: `${countNouns(status.cosignedSize, 'entry')} at ${toMinute(status.cosignedAt)} UTC`;
		const problem = { late: 'does not cosign', refused: 'REFUSES this log', new: undefined, cosigned: undefined }[status?.state ?? 'new'];
		const since = problem === undefined ? '' : `; ${problem} since ${toMinute(status!.since!)} UTC: ${status!.reason}`;
		return `witness ${key.name}: cosigned ${last}${since}`;
	});
}
