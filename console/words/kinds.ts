import { defineWords } from './words';

const words = defineWords(
	{ package: 'package', agent: 'agent', prompt: 'prompt', policy: 'policy', template: 'template', evaluation: 'evaluation set' },
	{ package: 'pacote', agent: 'agente', prompt: 'prompt', policy: 'política', template: 'modelo', evaluation: 'conjunto de avaliação' },
);
const kinds = ['package', 'agent', 'prompt', 'policy', 'template', 'evaluation'] as const;

export function sayKind(kind: string): string {
	const known = kinds.find((one) => one === kind);
	return known ? words(known) : kind;
}
