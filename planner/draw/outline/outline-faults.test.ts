import fc from 'fast-check';
import type { Language } from '../../../core/base/text/languages';
import { checkTree } from '../../tree/check-tree';
import { readTree } from '../../tree/read-tree';
import { outlineTree } from './outline-tree';

const words: Record<Language, string> = {
	en: 'If the manager approves, otherwise. until the amount is above 500 and in parallel wait 3 days for each order, check whether it is late. After the customer pays, send an email unless it is paid; meanwhile finance approves the bill. This is repeated for each item. In this case, the process ends. Optionally call Ana. If not, within 2 days. If the manager says no, tell the customer. If they do not answer within two days, call them. When she says yes, ship it. Ask Ana to decide. If Ana does not decide in 3 days, the director decides',
	pt: 'Se o gerente aprovar, senão. até que o valor seja maior que 500 e em paralelo aguarde 3 dias para cada pedido, verifique se está atrasado. Depois que o cliente pagar, envie um email a menos que seja pago; enquanto isso o financeiro aprova a nota. Nesse caso, o processo encerra. Opcionalmente ligue para Ana. Se não, em até 2 dias. Se o gerente disser que não, avise o cliente. Se ele não responder em dois dias, ligue para ele. Peça à Ana que decida. Se a Ana não decidir em 3 dias, a diretora decide',
};

/** Pieces of sentences in any order: nonsense that looks like a wish. */
const wish = (language: Language) =>
	fc
		.array(fc.constantFrom(...words[language].split(/(?<=[.,;]) /), ...words[language].split(' ')), { minLength: 1, maxLength: 40 })
		.map((parts) => parts.join(' '));

it.each(['en', 'pt'] as const)('draws trees without a fault from whatever is written (%s)', async (language) => {
	await fc.assert(
		fc.asyncProperty(wish(language), async (text) => {
			const { tree, faults } = readTree(outlineTree({ wish: text, language, picture: {} }));
			expect(faults).toEqual([]);
			expect(await checkTree(tree!)).toEqual([]);
		}),
		{ numRuns: 300 },
	);
});

it('lets no step set what is read after its own time was over', async () => {
	const text = 'Se a Ana não decidir em 3 dias, envie um email a menos que seja pago.';
	expect(await checkTree(readTree(outlineTree({ wish: text, language: 'pt', picture: {} })).tree!)).toEqual([]);
});
