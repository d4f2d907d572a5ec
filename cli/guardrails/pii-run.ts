import { TroupeError } from '../../core/base/errors';
import type { MaskKind } from '../../core/guardrails/masking/masks';
import type { PersonalDataOptions } from '../../core/guardrails/personal-data/find-personal-data';
import { openConversationVault } from './conversation-vault';
import { answerJsonLines } from '../terminal/json-lines';
import type { ExitCode } from '../terminal/report-error';
import { type OffsetUnit, toSpans } from './offsets';
import type { Terminal } from '../terminal/terminal';

export interface ScanOptions extends PersonalDataOptions {
	files: string[];
	offsets: OffsetUnit;
}

export interface MaskOptions extends ScanOptions {
	mask?: MaskKind;
	conversation?: string;
}

export interface RestoreOptions {
	files: string[];
	conversation: string;
}

/** Texts with personal data also exit with 0. */
export async function runScan({ files, offsets, ...options }: ScanOptions, terminal: Terminal): Promise<ExitCode> {
	const { scanPersonalData } = await import('../../core/guardrails/personal-data/find-personal-data');
	const answer = async (text: string) => ({ spans: toSpans(text, await scanPersonalData(text, options), offsets) });
	return answerJsonLines({ files, answer }, terminal);
}

export async function runMask({ files, offsets, conversation, ...options }: MaskOptions, terminal: Terminal): Promise<ExitCode> {
	const { mask = conversation === undefined ? 'partial' : 'token', types, locales } = options;
	if (conversation === undefined && (mask === 'token' || mask === 'hash')) throw conversationMissing(mask);
	const { maskText } = await import('../../core/guardrails/masking/mask-text');
	const vault = conversation === undefined ? undefined : await openConversationVault(conversation, terminal);
	const answer = async (text: string) => {
		const masked = await maskText(text, { mask, types, locales, vault });
		return { text: masked.text, spans: toSpans(text, masked.matches, offsets) };
	};
	return answerJsonLines({ files, answer }, terminal);
}

export async function runRestore({ files, conversation }: RestoreOptions, terminal: Terminal): Promise<ExitCode> {
	const vault = await openConversationVault(conversation, terminal);
	return answerJsonLines({ files, answer: async (text) => ({ text: await vault.restore(text) }) }, terminal);
}

function conversationMissing(mask: MaskKind): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The mask "${mask}" needs a conversation, which stores its key.`,
		fix: 'Set --conversation, or use --mask partial or redact.',
	});
}
