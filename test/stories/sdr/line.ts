import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../../core/base/text/languages';
import { agentInEnglish, formInEnglish, processInEnglish } from './in-english';

/** What one language of the story has of its own: its customers write to another number of the company, which another process answers. */
export interface Line {
	channel: string;
	/** Its process, and the message that starts it. */
	process: string;
	message: string;
	agent: string;
	label: string;
	/** The customer's. */
	phone: string;
}

export const lines: Record<Language, Line> = {
	pt: {
		...{ channel: 'vendas', process: 'sdr', message: 'customer-wrote', agent: 'sdr-pt' },
		...{ label: 'lead-quente', phone: '5544988887777' },
	},
	en: {
		...{ channel: 'sales', process: 'sdr-en', message: 'customer-wrote-in-english', agent: 'sdr-en' },
		...{ label: 'hot-lead', phone: '14155552671' },
	},
};

const example = join('examples', 'sdr');
const exampleSupabase = 'http://127.0.0.1:54321';

/** Makes the agent of a language, which uses the Supabase of the story: an agent that the manifest lists cannot be changed. */
export function writeAgent(language: Language, { folder, supabase }: { folder: string; supabase: string }): void {
	const { agent } = lines[language];
	const home = join(folder, agent);
	mkdirSync(home, { recursive: true });
	const changes = { '"id": "sdr",': `"id": "${agent}",`, [exampleSupabase]: supabase, ...(language === 'en' && agentInEnglish) };
	writeFileSync(join(home, 'agent.json'), replaceAll(readFileSync(join(example, 'agent.json'), 'utf8'), changes));
	cpSync(join(example, 'handbook'), join(home, 'handbook'), { recursive: true });
}

/** Writes the process of a language, with the form of its people. @returns the files */
export function writeProcess(language: Language, { folder, supabase }: { folder: string; supabase: string }): string[] {
	const { agent, process, message } = lines[language];
	const named: Record<string, string> = {
		...{ 'key="agent" value="sdr"': `key="agent" value="${agent}"`, [exampleSupabase]: supabase },
		...{ '<bpmn:process id="sdr"': `<bpmn:process id="${process}"`, 'processRef="sdr"': `processRef="${process}"` },
		// Also what follows from it: -unanswered and -returned.
		'name="customer-wrote': `name="${message}`,
	};
	const write = (name: string, changes: Record<string, string>) => {
		const file = join(folder, `${language}-${name}`);
		writeFileSync(file, replaceAll(readFileSync(join(example, 'process', name), 'utf8'), changes));
		return file;
	};
	const isEnglish = language === 'en';
	return [write('sdr.bpmn', { ...named, ...(isEnglish && processInEnglish) }), write('atendimento.form', isEnglish ? formInEnglish : {})];
}

/** @throws where the example has changed, and a text is not there any more */
function replaceAll(text: string, changes: Record<string, string>): string {
	return Object.entries(changes).reduce((changed, [from, to]) => {
		if (!changed.includes(from)) throw new Error(`The sales example does not say "${from}" any more: change test/stories/sdr.`);
		return changed.replaceAll(from, to);
	}, text);
}
