import type { Language } from '../../core/base/text/languages';
import { writeTime } from '../../core/base/text/write-day';
import { stayWords } from '../../core/privacy/register-words';
import { forgetPersonEverywhere } from '../../service/operations/privacy/forget-person';
import type { Receipt } from '../../service/privacy/forgetting-receipt';
import { openContactHost } from '../contacts/export-run';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import { confirmedByPerson } from '../terminal/confirm';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { describeNoContact } from './no-contact';

export interface ForgetPersonOptions {
	language: Language;
	json?: boolean;
	yes?: boolean;
	leaveUnreached?: boolean;
	receipt?: string;
}

const words = {
	en: {
		question: (person: string) => `Forget ${person} everywhere, with messages, memories and processes? This cannot be undone.`,
		incomplete: 'Not complete: a place is away. Run the command again when it is back, or let a service of this home finish it.',
		removed: (rows: number) => `${rows} removed`,
		anonymised: (rows: number) => `${rows} anonymised`,
		places: {} as Record<string, string>,
		again: 'This was already done. This is the receipt from that time.',
		settled: 'Requests settled',
		open: (protocols: string) =>
			`Other requests of this person are still open: ${protocols}. Answer each: troupe privacy requests done PROTOCOL --outcome TEXT.`,
		nothing: 'Nothing of this person was found where it can be reached, and nothing was removed.',
		held: (id: string, until: string | null) =>
			`Held: nothing more is removed. The legal hold ${id} is there until ${until ?? 'somebody ends it (troupe privacy hold remove)'}.`,
		left: 'Not reached',
		elsewhere: 'Not reached from here',
	},
	pt: {
		question: (person: string) =>
			`Esquecer ${person} em todos os lugares, com mensagens, memórias e processos? Isso não pode ser desfeito.`,
		incomplete: 'Incompleto: um dos sistemas está fora do ar. Repita o comando quando ele voltar ou deixe um serviço desta pasta terminar.',
		removed: (rows: number) => (rows === 1 ? '1 linha apagada' : `${rows} linhas apagadas`),
		anonymised: (rows: number) => (rows === 1 ? '1 linha anonimizada' : `${rows} linhas anonimizadas`),
		places: { 'processes: instances': 'processos: instâncias', 'processes: messages': 'processos: mensagens' } as Record<string, string>,
		again: 'Isso já tinha sido feito: este é o recibo daquela vez.',
		settled: 'Pedidos atendidos',
		open: (protocols: string) =>
			`Outros pedidos desta pessoa seguem em aberto: ${protocols}. Dê andamento a cada um: troupe privacy requests done PROTOCOLO --outcome TEXTO.`,
		nothing: 'Nada desta pessoa foi encontrado onde é possível chegar, e nada foi apagado.',
		held: (id: string, until: string | null) =>
			`Sob retenção legal: nada mais é apagado. A retenção ${id} vale até ${until ?? 'alguém encerrá-la (troupe privacy hold remove)'}.`,
		left: 'Fora de alcance',
		elsewhere: 'Fora do alcance daqui',
	},
};

/** Says in a language why something stays. The receipt has it in English, in every language the same document. */
const sayStay = (stays: string, language: Language): string => Object.values(stayWords).find(({ en }) => en === stays)?.[language] ?? stays;

/** Places have their English name in the receipt, too. */
function sayRemoved({ place, removed, anonymised, stays }: Receipt['places'][number], language: Language): string {
	const says = words[language];
	const why = stays === undefined ? '' : `. ${sayStay(stays, language)}`;
	return `${says.places[place] ?? place}: ${anonymised === undefined ? says.removed(removed) : says.anonymised(anonymised)}${why}`;
}

/** Forgets a person everywhere. Asks no gate: it is a right. Exit code 1: incomplete, or nobody was found. */
export async function runPrivacyForget(
	person: string,
	{ language, json, yes, leaveUnreached, receipt: file }: ForgetPersonOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const says = words[language];
	if (!(await confirmedByPerson(printable(says.question(person)), { yes }, terminal))) return 1;
	const answer = await callOperation(forgetPersonEverywhere, { person, leaveUnreached, language }, terminal, () =>
		openContactHost(terminal, open),
	);
	const { status, hold, timeZone, receipt, isRepeated, notReached, protocols, openRequests, elsewhere } = answer;
	if (receipt && file !== undefined) replaceFile(file, `${JSON.stringify(receipt, null, 2)}\n`, 0o600);
	if (json) terminal.print(JSON.stringify(answer));
	else {
		if (isRepeated && receipt) terminal.note(says.again);
		for (const place of receipt?.places ?? []) terminal.print(printable(sayRemoved(place, language)));
		for (const { name, until } of (hold ? [] : elsewhere) as Array<{ name: string; until: string }>)
			terminal.print(printable(`${says.elsewhere}: ${name}, ${until}`));
		if (receipt) terminal.print(`${receipt.at} ${receipt.subject} sha256 ${receipt.sha256}`);
	}
	for (const { stores, where } of notReached as Array<{ stores: string[]; where: string }>)
		terminal.note(printable(`${says.left}: ${stores.join(', ')} ${where.replace(/\.$/, '')}.`));
	if (protocols.length > 0) terminal.note(`${says.settled}: ${protocols.join(', ')}.`);
	if (openRequests.length > 0) terminal.note(says.open(openRequests.join(', ')));
	if (status === 'incomplete') terminal.note(says.incomplete);
	if (hold) terminal.note(says.held(hold.id, hold.until && writeTime(hold.until, timeZone, language)));
	if (status === 'nobody') terminal.note(`${says.nothing} ${describeNoContact(person, language)}`);
	return status === 'complete' ? 0 : 1;
}
