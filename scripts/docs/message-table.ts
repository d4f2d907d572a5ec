import type { Language } from '../../core/base/text/languages';
import { channelAccounts, type ProviderId } from '../../providers/channels/accounts/accounts';
import { documentedKinds } from '../../providers/channels/documented-kinds';
import type { DocumentedKind, Effect } from '../../providers/channels/documented-kinds/documented-kinds';

const texts: Record<Language, { heading: string; head: string; effects: Record<Effect, string> }> = {
	en: {
		heading: '## The kinds of each provider',
		head: '| kind | what becomes of it | text, or detail |',
		effects: {
			read: 'answered',
			told: 'told with the next message',
			corrected: 'corrects a message',
			deleted: 'takes a message back',
			person: 'a person of yours writes',
			program: 'a program of yours writes',
			'missed-call': 'answered, as `[missed call]`',
			status: 'tells what became of an answer',
			conversation: 'changes the conversation',
			connected: 'the account works again',
			disconnected: 'the account is disconnected',
			ignored: 'ignored',
		},
	},
	pt: {
		heading: '## Os tipos de cada provedor',
		head: '| tipo | o que acontece | texto ou detalhe |',
		effects: {
			read: 'é respondida',
			told: 'vai junto com a próxima mensagem',
			corrected: 'corrige uma mensagem',
			deleted: 'apaga uma mensagem',
			person: 'alguém da sua equipe escreveu',
			program: 'um programa seu escreveu',
			'missed-call': 'é respondida, como `[missed call]`',
			status: 'diz o que houve com uma resposta',
			conversation: 'muda a conversa',
			connected: 'a conta voltou a funcionar',
			disconnected: 'a conta foi desconectada',
			ignored: 'é ignorada',
		},
	},
};

/** Writes the end of docs/channels/messages.md, from the heading of the kinds on. */
export function writeMessageTables(page: string, language: Language): string {
	const { heading } = texts[language];
	const sections = documentedKinds.map(({ provider, pages }) => {
		const tables = pages.map(({ page: address, kinds }) => `${linkTo(address, language)}:\n\n${writeTable(kinds, language)}`);
		return `### ${channelAccounts[provider as ProviderId].title}\n\n${tables.join('\n\n')}`;
	});
	return `${page.slice(0, page.indexOf(heading))}${[heading, ...sections].join('\n\n')}\n`;
}

function linkTo(address: string, language: Language): string {
	const target = language === 'pt' ? address.replace(/^(\w+)\.md$/, '$1.pt.md') : address;
	return `[${target.replace(/^https:\/\//, '')}](${target})`;
}

/** One row for all kinds with the same meaning. */
function writeTable(kinds: readonly DocumentedKind[], language: Language): string {
	const { head, effects } = texts[language];
	const rows = Map.groupBy(
		kinds,
		([, , effect, words]) => `| ${effects[effect]} | ${(words ?? '').split('\n').map(toCode).join('<br>')} |`,
	);
	return [head, '|---|---|---|', ...[...rows].map(([end, same]) => `| ${same.map(([kind]) => toCode(kind)).join(', ')} ${end}`)].join('\n');
}

const toCode = (text: string): string => text && `\`${text}\``;
