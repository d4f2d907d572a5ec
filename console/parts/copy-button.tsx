import { defineWords } from '../words/words';
import { toast } from './toasts';

/** @param about names it for screen readers if a page has several */
export const CopyButton = ({ text, about }: { text: string; about?: string }) => (
	<button
		type="button"
		class="button plain"
		aria-label={about === undefined ? undefined : `${words('copy')}: ${about}`}
		onClick={() =>
			void navigator.clipboard.writeText(text).then(
				() => toast({ text: words('copied') }),
				() => toast({ text: words('refused'), kind: 'bad' }),
			)
		}
	>
		{words('copy')}
	</button>
);

const words = defineWords(
	{ copy: 'Copy', copied: 'Copied.', refused: 'The browser does not let the page copy. Select the text instead.' },
	{ copy: 'Copiar', copied: 'Copiado.', refused: 'O navegador não deixa a página copiar. Selecione o texto.' },
);
