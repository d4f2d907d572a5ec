import type { Language } from '../../core/base/text/languages';
import type { VerifyReport } from './verify-report';

const words = {
	en: {
		part: 'A part was played',
		risks: (number: number, all: number) => `${number} of ${all} risks`,
		attacks: (number: number, all: number) => `${number} of ${all} attacks`,
		settings: 'Settings that differ from the default',
		policies: 'Policies of the tenant',
		leftOut: 'Played without',
	},
	pt: {
		part: 'Só uma parte foi jogada',
		risks: (number: number, all: number) => `${number} de ${all} riscos`,
		attacks: (number: number, all: number) => `${number} de ${all} ataques`,
		settings: 'Configurações diferentes do padrão',
		policies: 'Políticas do tenant',
		leftOut: 'Jogado sem',
	},
};

/** Tells under which conditions a report was made: which part was played, and the names of settings, policies and what was left out. */
export function describeConditions({ only, of, risks, counts, settings, policies, leftOut }: VerifyReport, language: Language): string[] {
	const says = words[language];
	const numbers = [says.risks(risks.length, of.risks), says.attacks(counts.tried + counts.notTried, of.attacks)];
	const lists = [
		[says.settings, settings],
		[says.policies, policies],
		[says.leftOut, leftOut],
	] as const;
	return [
		...(only === null ? [] : [`${says.part}: ${numbers.join(', ')} (--only ${only.join(' ')}).`]),
		...lists.filter(([, names]) => names.length > 0).map(([name, names]) => `${name}: ${names.join(', ')}.`),
	];
}
