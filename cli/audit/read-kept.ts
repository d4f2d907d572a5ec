import { parseSignedCheckpoint } from '../../core/audit/checkpoint';
import type { VerifierKey } from '../../core/audit/note-key';
import { verifyNote } from '../../core/audit/signed-note';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { KeptCheckpoint } from '../../providers/state/audit/verify-audit';

/** Reads a checkpoint of a log that somebody kept. @throws TroupeError INPUT_INVALID, which names the file */
export function readKept(text: string, file: string, key: VerifierKey): KeptCheckpoint {
	try {
		const { checkpoint, note } = parseSignedCheckpoint(text);
		if (checkpoint.origin !== key.name) throw ofAnotherLog(file, checkpoint.origin);
		verifyNote(note, [key]);
		return { size: Number(checkpoint.size), root: checkpoint.root };
	} catch (cause) {
		if (!isTroupeError(cause) || cause.message.startsWith(file)) throw cause;
		const message = `${file} is not a checkpoint that the installation signed. ${cause.message}`;
		throw new TroupeError({ code: cause.code, message, fix: cause.fix, cause });
	}
}

function ofAnotherLog(file: string, origin: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is a checkpoint of another log, ${origin}.`,
		fix: 'Choose the tenant of that log with --tenant, or a checkpoint of this one.',
	});
}
