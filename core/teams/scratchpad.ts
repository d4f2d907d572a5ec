import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../base/shape';
import type { Language } from '../base/text/languages';
import type { JsonSchema } from '../ports/models/models';
import type { Tool } from '../ports/tools/tools';
import { toldTeam, type ToldTeam } from '../prompt-texts/team';

export const scratchpadSettings = closed(
	{
		notes: Type.Optional(Type.Integer({ description: 'Max number of notes. Default 50.', minimum: 1, maximum: 500 })),
		characters: Type.Optional(
			Type.Integer({ description: 'Max characters of all notes together. Default 20,000.', minimum: 100, maximum: 200_000 }),
		),
	},
	{ description: 'Notes that the agent shares with the agents that it calls, and they with one another. Default: none.' },
);
type ScratchpadSettings = Static<typeof scratchpadSettings>;

/** As in the trail: personal data is masked. */
export interface Note {
	name: string;
	text: string;
	by: string;
}

/** In the order of first use of their names. A note replaces one of the same name; an empty one removes it. */
export interface Scratchpad {
	settings: ScratchpadSettings;
	read(): Promise<Note[]>;
	write(note: Note): Promise<void>;
}

const usual = { notes: 50, characters: 20_000 };
const maxName = 100;

const words: Record<Language, Record<'writes' | 'name' | 'text' | 'reads', string>> = {
	en: {
		writes: 'Writes a note that all agents at work on this task can read.',
		name: 'A note of this name is replaced.',
		text: 'Empty: the note is removed.',
		reads: 'Reads the notes that agents at work on this task have written.',
	},
	pt: {
		writes: 'Escreve uma nota que todos os agentes desta tarefa podem ler.',
		name: 'Uma nota com este nome é substituída.',
		text: 'Vazio: a nota é removida.',
		reads: 'Lê as notas que os agentes desta tarefa escreveram.',
	},
};

const createWriteParameters = ({ name, text }: Record<'name' | 'text', string>): JsonSchema => ({
	type: 'object',
	properties: {
		name: { type: 'string', minLength: 1, maxLength: maxName, description: name },
		text: { type: 'string', maxLength: usual.characters, description: text },
	},
	required: ['name', 'text'],
	additionalProperties: false,
});
const readParameters: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };

export function foldNotes(notes: Note[]): Note[] {
	const byName = new Map<string, Note>();
	for (const note of notes) byName.set(note.name, note);
	return [...byName.values()].filter(({ text }) => text !== '');
}

/** Both tools can be repeated. */
export function createScratchpadTools(pad: Scratchpad, agent: string, language: Language = 'en'): Tool[] {
	const shared = { source: 'team', effect: 'reads' } as const;
	const told = toldTeam[language];
	return [
		{
			...shared,
			name: 'write_note',
			description: words[language].writes,
			parameters: createWriteParameters(words[language]),
			async call({ name, text }) {
				const note = { name: String(name), text: String(text), by: agent };
				const problem = findShortage(foldNotes([...(await pad.read()), note]), pad.settings, told);
				if (problem) return { kind: 'error', text: problem };
				await pad.write(note);
				return { kind: 'ok', text: told.noted };
			},
		},
		{
			...shared,
			name: 'read_notes',
			description: words[language].reads,
			parameters: readParameters,
			async call() {
				const notes = await pad.read();
				// No text can pass for a note of another agent: each is JSON on a line of its own.
				const lines = notes.map(({ name, by, text }) => JSON.stringify({ name, by, text }));
				return { kind: 'ok', text: lines.join('\n') || told.noNotes };
			},
		},
	];
}

function findShortage(
	notes: Note[],
	{ notes: maxNotes = usual.notes, characters = usual.characters }: ScratchpadSettings,
	told: ToldTeam,
): string | undefined {
	if (notes.length > maxNotes) return told.tooManyNotes(maxNotes);
	const length = notes.reduce((sum, { name, text }) => sum + name.length + text.length, 0);
	return length > characters ? told.tooLongNotes(length, characters) : undefined;
}
