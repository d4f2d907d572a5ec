import type { Target } from './targets';

/** Why a way has no case, or none that ended as it should. */
export type MissReason = 'noWay' | 'noTime' | 'noEnd' | 'tooMany' | 'noBoundary';

interface Words {
	usual: string;
	ways: Record<Target['kind'], (block: string, way: string) => string>;
	/** Reason, and what to do. */
	reasons: Record<MissReason, [why: string, fix: string]>;
}

export const caseWords: Record<'en' | 'pt', Words> = {
	en: {
		usual: 'The usual way',
		ways: {
			branch: (block, way) => `${block} ${way}`,
			otherwise: (block, way) => `${block} ${way}`,
			parallel: (block, way) => `${block}: ${way}`,
			until: (block) => `${block}: done after one round`,
			again: (block) => `${block}: a second round`,
			limit: (block) => `${block}: the limit is reached`,
			none: (block) => `${block}: an empty list`,
			each: (block) => `${block}: entries of the list`,
			wait: (block, way) => `${block}: ${way} comes first`,
			deadline: (block) => `${block}: not done in time`,
			error: (block) => `${block}: it fails`,
			person: (block) => `${block}: it leaves the answer to a person`,
		},
		reasons: {
			noWay: [
				'no values were found with which an instance gets there',
				'Look at the conditions before it, or give an example of their values.',
			],
			noTime: ['the time for the proof was over', 'Prove the plan again.'],
			noEnd: ['no values were found in as many tries as there may be', 'Give an example of the values that lead there.'],
			tooMany: ['there are as many cases already as a proof may have', 'Make two plans of this one.'],
			noBoundary: ['nothing in the process catches it', 'Say in a change what should be done then.'],
		},
	},
	pt: {
		usual: 'O caminho comum',
		ways: {
			branch: (block, way) => `${block} ${way}`,
			otherwise: (block, way) => `${block} ${way}`,
			parallel: (block, way) => `${block}: ${way}`,
			until: (block) => `${block}: pronto depois de uma rodada`,
			again: (block) => `${block}: uma segunda rodada`,
			limit: (block) => `${block}: o limite é alcançado`,
			none: (block) => `${block}: uma lista vazia`,
			each: (block) => `${block}: itens da lista`,
			wait: (block, way) => `${block}: ${way} vem primeiro`,
			deadline: (block) => `${block}: não feito no prazo`,
			error: (block) => `${block}: falha`,
			person: (block) => `${block}: deixa a resposta para uma pessoa`,
		},
		reasons: {
			noWay: [
				'não foram achados valores com que uma instância chegue lá',
				'Veja as condições antes disso ou dê um exemplo dos valores delas.',
			],
			noTime: ['o tempo da prova acabou', 'Peça a prova de novo.'],
			noEnd: ['não foram achados valores em tantas tentativas quantas pode haver', 'Dê um exemplo dos valores que levam até lá.'],
			tooMany: ['já há tantos casos quantos uma prova pode ter', 'Divida este plano em dois.'],
			noBoundary: ['nada no processo trata disso', 'Diga em uma mudança o que fazer nesse caso.'],
		},
	},
};

/** Name of a way, as people know it. */
export const describeTarget = ({ kind, block, name, path }: Target, language: 'en' | 'pt'): string =>
	caseWords[language].ways[kind](block.name, name ?? String(Number(/\d+$/.exec(path)?.[0] ?? 0) + 1)).slice(0, 200);
