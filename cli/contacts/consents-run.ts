import type { consentWays, LegalBasis } from '../../core/ports/channels/contact-consents';
import { toZonedMinute } from '../../core/base/iso-time';
import { type DescribedConsent, grantConsent, listConsents, withdrawConsent } from '../../service/operations/contacts/contact-consents';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

export interface ConsentListOptions {
	limit: number;
	after?: string;
	json?: boolean;
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runConsents(contact: string, { limit, after, json }: ConsentListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listConsents, { contact, limit, cursor: after }, terminal);
	if (json) for (const consent of page.items) terminal.print(JSON.stringify(consent));
	else if (page.items.length === 0) terminal.note(`No consent or other legal basis is recorded for ${page.contact}.`);
	else tableOf(page.items, page.timeZone, terminal).forEach(terminal.print);
	if (!json) tellMore(page, terminal, `Raise --limit, or go on with --after ${page.cursor}.`);
	return 0;
}

function describeState({ act, isInForce, endedBy, until }: DescribedConsent): string {
	if (act === 'withdrawn') return 'withdrawn';
	if (isInForce) return until === null ? 'in force' : `in force until ${until.slice(0, 10)}`;
	return endedBy === null ? 'ended' : `ended by the opt-out ${endedBy}`;
}

const tableOf = (consents: DescribedConsent[], timeZone: string, terminal: Terminal): string[] =>
	tableLines(
		[
			{ name: 'at', title: `at (${timeZone})`, value: ({ at }) => toZonedMinute(Date.parse(at), timeZone) },
			{ name: 'purpose', title: 'purpose', value: ({ purpose }) => purpose },
			{ name: 'basis', title: 'basis', value: ({ basis }) => basis ?? '' },
			{ name: 'state', title: 'state', value: describeState },
			{ name: 'way', title: 'how', value: ({ way, reference }) => printable([way, reference].filter(Boolean).join(' ')) },
			{ name: 'text', title: 'text', value: ({ textVersion, textHash }) => printable(textVersion ?? textHash?.slice(0, 12) ?? '') },
			{ name: 'by', title: 'by', value: ({ by }) => by },
			{ name: 'reason', title: 'reason', value: ({ reason }) => printable(reason ?? '') },
		],
		consents,
		terminal,
	);

/** A mistyped purpose would be a new one that no message asks for. */
function tellSimilar(purpose: string, { similarPurpose }: { similarPurpose: string | null }, terminal: Terminal, further = ''): void {
	if (similarPurpose !== null)
		terminal.note(`Nothing was recorded for ${purpose} before. Did you mean ${similarPurpose}? Then record that${further}.`);
}

interface ProofOptions {
	way: (typeof consentWays)[number];
	reference?: string;
	at?: string;
	json?: boolean;
}

export type GrantOptions = ProofOptions & { basis: LegalBasis; text?: string; textVersion?: string; until?: string };
export type WithdrawOptions = ProofOptions & { reason: string };

/** @throws TroupeError RESOURCE_NOT_FOUND, INPUT_INVALID */
export async function runGrant(
	contact: string,
	purpose: string,
	{ json, ...options }: GrantOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const done = await callOperation(grantConsent, { contact, purpose, ...options }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	const whatFor = `${options.basis} for ${purpose}`;
	if (done.isInForce) terminal.note(`Recorded for ${done.contact}: ${whatFor}.`);
	else
		terminal.note(`Recorded for ${done.contact}, and not in force: it has ended, or a later withdrawal or opt-out is known (${whatFor}).`);
	tellSimilar(purpose, done, terminal, `, and withdraw ${purpose}, which nobody gave: troupe contacts withdraw-consent`);
	if (done.isOptedOut) terminal.note(`Nothing is sent all the same: ${done.contact} opted out. See \`troupe contacts opt-outs\`.`);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND, INPUT_INVALID */
export async function runWithdraw(
	contact: string,
	purpose: string,
	{ json, ...options }: WithdrawOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const done = await callOperation(withdrawConsent, { contact, purpose, ...options }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	if (done.isInForce)
		terminal.note(
			`The withdrawal is stored, and a later basis for ${purpose} of ${done.contact} is in force still. See \`troupe contacts consents\`.`,
		);
	else
		terminal.note(
			done.wasInForce
				? `Nothing is based on it any more: ${purpose} of ${done.contact}.`
				: `There was no basis in force for ${purpose} of ${done.contact}. The withdrawal is stored.`,
		);
	tellSimilar(purpose, done, terminal);
	return 0;
}
