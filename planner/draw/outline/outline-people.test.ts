import { detectLanguage } from '../../../core/base/text/language';
import { sketchTree } from '../../../test/support/plans/sketch-tree';
import type { Picture } from '../../plan';
import { checkTree } from '../../tree/check-tree';
import { outlineWish } from './outline-tree';

const outline = (wish: string, picture: Picture = {}) => outlineWish({ wish, language: detectLanguage(wish), picture });

it.each([
	[
		'The clerk and the manager check the invoice. Finance pays it.',
		`manual
parallel At the same time
  |
    human Check the invoice [clerk]
  |
    human Check the invoice [manager]
human Pay the invoice [finance]
end Done`,
	],
	[
		'O gerente e a diretora aprovam o orçamento. O financeiro paga.',
		`manual
human Aprovar o orçamento (gerente) [gerente] > approved
choice Aprovado?
  (approved = false)
    end Não aprovado
human Aprovar o orçamento (diretora) [diretora] > approved
choice Aprovado?
  (approved = false)
    end Não aprovado
human Pagar [financeiro]
end Concluído`,
	],
	[
		'The clerk calls the customer at most three times, until the customer answers. The clerk closes the case.',
		`manual
loop Until the customer answers (customerAnswers = true)
  human Call the customer [clerk] > customerAnswers
human Close the case [clerk]
end Done`,
	],
	[
		'O atendente liga para o cliente no máximo três vezes. O gerente fecha o caso.',
		`manual
loop No máximo 3 vezes (finished = true)
  human Ligar para o cliente [atendente] > finished
human Fechar o caso [gerente]
end Concluído`,
	],
	[
		'The clerk checks it. If the manager does not decide in three days, the director decides. Then finance pays.',
		`manual
human Check it [clerk]
human Decide [manager] > approved
  (P3D)
    human Decide [director] > approved
choice Approved?
  (approved = false)
    end Not approved
human Pay [finance]
end Done`,
	],
	[
		'In three days the clerk calls the customer. The clerk closes the case in two days.',
		`manual
event In three days (P3D)
human Call the customer [clerk]
human Close the case [clerk]
end Done`,
	],
])('draws who does it, how often and when: %s', async (wish, sketch) => {
	const { tree, unread } = outline(wish);
	expect(sketchTree(tree, true)).toBe(sketch);
	expect(unread).toEqual([]);
	expect(await checkTree(tree)).toEqual([]);
});

it('gives a step to who alone may do it, and says what this overrules', () => {
	const { tree, unread } = outline('Only the manager may pay. The clerk pays the bill.');
	expect(sketchTree(tree)).toBe('manual\nhuman Pay the bill [manager]\nend Done');
	expect(unread).toEqual(['The clerk pays the bill']);
	expect(outline('Somente a diretora pode publicar a nota. Publique a nota.').unread).toEqual([]);
});

it('keeps a wish whose goal is answered with nothing that can be done', () => {
	const goal = (text: string): Picture => ({ goal: { text, from: 'answer' } });
	const wish = 'Pay the invoice if the manager approves.';
	expect(sketchTree(outline(wish, goal('above 500')).tree)).toBe(sketchTree(outline(wish).tree));
	expect(sketchTree(outline(wish, goal('The clerk pays')).tree)).toBe('manual\nhuman Pay [clerk]\nend Done');
});

it('lets a person check what is forbidden, by who approves it', () => {
	const limits: Picture = { limits: { text: 'Uma pessoa confere se é cumprido', from: 'answer' } };
	expect(sketchTree(outline('Um agente responde ao cliente. Nunca prometa reembolso.', limits).tree)).toContain(
		'human Conferir este limite: Nunca prometa reembolso [equipe]',
	);
	expect(sketchTree(outline('O cliente escreve. Nunca pague sem a aprovação do gerente.', limits).tree)).toContain(
		'human Conferir este limite: Nunca pague sem a aprovação do gerente [gerente]',
	);
});
