import type { Language } from '../../base/text/languages';
import type { FileProblem, MediaContent, MediaProblem } from '../../ports/channels/message-content';

const reasons: Record<Language, Record<Exclude<FileProblem, 'unseen'> | 'image' | 'video' | 'document', string>> = {
	en: {
		...{ image: 'you cannot see pictures', document: 'you cannot see pictures', video: 'you cannot watch videos' },
		'too-large': 'its file is too large',
		'too-many': 'too many files came together',
		unreadable: 'its file is damaged, or of a kind that cannot be read',
		protected: 'its file needs a password',
		'no-text': 'its file has no text, such as a scan',
		gone: 'its file is not available any more',
		unavailable: 'its file could not be had at the moment',
	},
	pt: {
		...{ image: 'você não enxerga imagens', document: 'você não enxerga imagens', video: 'você não assiste a vídeos' },
		'too-large': 'o arquivo é grande demais',
		'too-many': 'vieram arquivos demais de uma vez',
		unreadable: 'o arquivo está danificado ou é de um tipo que não dá para ler',
		protected: 'o arquivo está protegido por senha',
		'no-text': 'o arquivo não tem texto, como uma digitalização',
		gone: 'o arquivo não está mais disponível',
		unavailable: 'não foi possível obter o arquivo no momento',
	},
};

const notes: Record<Language, (why: string) => string> = {
	en: (why) => `, whose content you do not know: ${why}. Tell the person so, and ask for it in words`,
	pt: (why) => `, cujo conteúdo você não conhece: ${why}. Diga isso à pessoa e peça por escrito`,
};

export const explainFile = (kind: MediaContent['kind'], problem: MediaProblem, language: Language): string =>
	notes[language](reasons[language][(problem === 'unseen' ? kind : problem) as keyof (typeof reasons)['en']]);
