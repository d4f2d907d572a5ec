import { chooseEmergencyText, chooseLimitText, chooseText } from '../../definition/standard-texts';
import { listHandedOver } from '../answer-faults/list-handed-over';
import type { Run } from '../run/run';
import type { Ending } from '../trail/trail-entry';

/** Parts of machines and buildings, which are there for an emergency that has not happened. */
const ofMachine =
	/(?:bot[ãa]o|botoeira|chave|parada|freio|luz|sa[íi]da|porta|dispositivo)s? (?:de|da) emerg[êe]ncia|emergency (?:stop|button|switch|brake|light|exit|door)s?/giu;
const danger = new RegExp(
	`(?<!\\p{L})(?:${[
		...['emerg[êe]ncias?', 'emergenciais?', 'inc[êe]ndios?', 'peg(?:ou|ando) fogo', 'em chamas', 'acident\\p{L}*', 'socorro', 'em perigo'],
		...['ferid[oa]s?', 'ferimentos?', 'sangr\\p{L}*', 'desmai\\p{L}*', 'inconsciente', 'explos[ãa]o', 'explodiu', 'agress[ãa]o', 'assalto'],
		...[
			'pres[oa]s? (?:n[ao]|em|debaixo)(?!\\p{L})',
			'prendeu (?:a|o) (?:m[ãa]o|bra[çc]o|dedo|p[ée]|perna)',
			'choque el[ée]trico',
			'intoxica\\p{L}*',
		],
		...[
			'suic[íi]d\\p{L}*',
			'se matar',
			'me matar',
			'se ferir',
			'me ferir',
			'se machucar',
			'me machucar',
			'morrer',
			'n[ãa]o quer(?:o)? viver',
		],
		...['risco de (?:vida|morte)', 'autoles[ãa]o', 'amea[çc]a\\p{L}* de morte'],
		...['emergency', 'emergencies', 'accidents?', 'on fire', 'in danger', 'injur\\p{L}*', 'wounded', 'bleeding', 'unconscious', 'trapped'],
		...['suicid\\p{L}*', 'self-harm', 'kill (?:my|him|her|them)sel(?:f|ves)', 'hurt (?:my|him|her|them)sel(?:f|ves)', 'wants? to die'],
		...['overdose', 'explosion', 'electric shock', 'assault'],
	].join('|')})(?!\\p{L})`,
	'iu',
);

/** Returns whether a text tells of somebody in danger or in despair. */
export const tellsDanger = (text: string): boolean => danger.test(text.replace(ofMachine, ''));

/**
 * Returns the ending of a run with the text for an emergency, where the agent gave one to a person and came to no words of its own, such as at its limit of
 * time: whoever is in danger reads where help is, and nothing of trying later.
 */
export function tellEmergency(run: Run, ending: Ending): Ending {
	const { definition, country } = run.parts;
	const { language } = run.context;
	if (!isStandard(run, ending) || definition.output) return ending;
	const given = listHandedOver(run);
	const asked = run.trail.entries.flatMap((entry) => (entry.kind === 'prepared' ? [entry.message] : []));
	if (given.length === 0 || ![...asked, ...given].some(tellsDanger)) return ending;
	return { ...ending, reply: chooseEmergencyText(definition, language, country) };
}

function isStandard({ parts: { definition }, context: { language } }: Run, { kind, reply, ...ending }: Ending): boolean {
	if (kind === 'limit-reached') return 'limit' in ending && reply === chooseLimitText(definition, ending.limit, language);
	if (kind === 'needs-human')
		return (['notCovered', 'limitReached'] as const).some((name) => reply === chooseText(definition, name, language));
	return kind === 'blocked' && reply.startsWith(chooseText(definition, 'blocked', language));
}
