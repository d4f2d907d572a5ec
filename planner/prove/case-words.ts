import type { Target } from './targets';

interface Words {
	usual: string;
	ways: Record<Target['kind'], (block: string, way: string) => string>;
	noWay: string;
	noTime: string;
	noEnd: string;
	tooMany: (cases: number) => string;
	noBoundary: string;
	failed: (names: string) => string;
}

/** Words of cases and proofs, as people read them. */
export const caseWords: Record<'en' | 'pt', Words> = {
	en: {
		usual: 'The usual way',
		ways: {
			branch: (block, way) => `${block} ${way}`,
			otherwise: (block, way) => `${block} ${way}`,
			parallel: (block, way) => `${block}: ${way}`,
			until: (block) => `${block}: done after one round`,
			again: (block) => `${block}: a second round`,
			limit: (block) => `${block}: as many rounds as there may be`,
			none: (block) => `${block}: an empty list`,
			each: (block) => `${block}: entries of the list`,
			wait: (block, way) => `${block}: ${way} comes first`,
			deadline: (block) => `${block}: not done in time`,
			error: (block) => `${block}: it fails`,
		},
		noWay: 'no values were found with which an instance gets there',
		noTime: 'the time for the proof was over',
		noEnd: 'no values were found in as many tries as there may be',
		tooMany: (cases) => `there are ${cases} cases already`,
		noBoundary: 'nothing in the process catches it',
		failed: (names) => `the case for it did not end as it should: ${names}`,
	},
	pt: {
		usual: 'O caminho comum',
		ways: {
			branch: (block, way) => `${block} ${way}`,
			otherwise: (block, way) => `${block} ${way}`,
			parallel: (block, way) => `${block}: ${way}`,
			until: (block) => `${block}: pronto depois de uma rodada`,
			again: (block) => `${block}: uma segunda rodada`,
			limit: (block) => `${block}: tantas rodadas quantas pode haver`,
			none: (block) => `${block}: uma lista vazia`,
			each: (block) => `${block}: itens da lista`,
			wait: (block, way) => `${block}: ${way} vem primeiro`,
			deadline: (block) => `${block}: não feito no prazo`,
			error: (block) => `${block}: falha`,
		},
		noWay: 'não foram achados valores com que uma instância chegue lá',
		noTime: 'o tempo da prova acabou',
		noEnd: 'não foram achados valores em tantas tentativas quantas pode haver',
		tooMany: (cases) => `já há ${cases} casos`,
		noBoundary: 'nada no processo trata disso',
		failed: (names) => `o caso dele não terminou como devia: ${names}`,
	},
};

/** Name of a way, as people know it. */
export const describeTarget = ({ kind, block, name, path }: Target, language: 'en' | 'pt'): string =>
	caseWords[language].ways[kind](block.name, name ?? String(Number(/\d+$/.exec(path)?.[0] ?? 0) + 1)).slice(0, 200);
