import type { Doubt, DoubtReason } from '../ports/crm';

const reasons: Record<DoubtReason, string> = {
	'other-name': 'mesmo telefone ou e-mail, outro nome',
	'shared-contact': 'mesmo telefone ou e-mail da empresa, nome parecido',
	'same-name': 'mesmo nome ou nome parecido, na mesma empresa',
	'also-fits': 'outro cadastro da mesma pessoa',
	'without-number': 'cadastro do mesmo cliente, sem CNPJ',
	'too-many-people': 'tem mais pessoas do que se pode comparar',
};
const kinds = { person: 'pessoa', company: 'empresa' };

export const describeDoubts = (doubts: readonly Doubt[]): string =>
	['Confira se é o mesmo cadastro:', ...doubts.map(({ kind, id, because }) => `- ${kinds[kind]} ${id}: ${reasons[because]}`)].join('\n');
