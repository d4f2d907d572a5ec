import { detectLanguage } from '../../../core/base/text/language';
import { sketchTree } from '../../../test/support/plans/sketch-tree';
import { checkTree } from '../../tree/check-tree';
import { outlineTree, outlineWish } from './outline-tree';

const draw = (wish: string) => outlineTree({ wish, language: detectLanguage(wish), picture: {} });

const paid = (who: string) => `manual
human Approve: Pay the bill [${who}] > approved
choice Approved?
  (approved = false)
    end Not approved
human Pay the bill [finance]
end Done`;

it.each([
	['Finance pays the bill, but never without the approval of the manager.', 'manager'],
	["Finance pays the bill only with the director's approval.", 'director'],
	['With the permission of Maria, finance pays the bill.', 'maria'],
	['After the approval of the manager, finance pays the bill.', 'manager'],
	['Finance must not pay the bill before the manager has approved.', 'manager'],
	['Never pay without the approval of the manager. Finance pays the bill.', 'manager'],
	['Nothing is paid without the approval of the manager. Finance pays the bill.', 'manager'],
	['Finance pays the bill. Nobody pays without approval.', 'team'],
])('puts the approval before the act: %s', async (wish, who) => {
	const tree = draw(wish);
	expect(sketchTree(tree)).toBe(paid(who));
	expect(await checkTree(tree)).toEqual([]);
});

it.each([
	['O financeiro paga a conta, mas nunca sem a aprovação do gerente.', 'gerente'],
	['Nunca pague sem a autorização da diretora. O financeiro paga a conta.', 'diretora'],
	['O financeiro não paga a conta sem que o chefe concorde.', 'chefe'],
	['O financeiro só paga a conta com o aval da Ana.', 'ana'],
])('puts the approval before the act in Portuguese: %s', (wish, who) => {
	expect(sketchTree(draw(wish))).toBe(`manual
human Aprovar: Pagar a conta [${who}] > approved
choice Aprovado?
  (approved = false)
    end Não aprovado
human Pagar a conta [financeiro]
end Concluído`);
});

it('asks nobody where it is done without an approval', () => {
	expect(sketchTree(draw('The clerk pays bills below 100 without the approval of the manager.'))).toBe(`manual
human Pay bills below 100 without the approval of the manager [clerk]
end Done`);
});

it.each([
	['If the director agrees, finance pays.', 'director', 'true'],
	['Finance pays if Maria gives her permission.', 'maria', 'true'],
	['Finance never pays unless the manager approves.', 'manager', 'true'],
	['Finance does not pay if the manager refuses.', 'manager', 'true'],
])('lets the person decide whom a condition names: %s', (wish, who, value) => {
	const sketch = sketchTree(draw(`Somebody fills in a form with amount. ${wish}`));
	expect(sketch).toMatch(
		new RegExp(`^form request\nhuman Decide \\[${who}\\] > approved\nchoice .*\n  \\(approved = ${value}\\)\n    human Pay \\[finance\\]`),
	);
});

it('lets each person decide, whoever works before', () => {
	expect(
		sketchTree(
			draw('The manager reads the request. HR approves the leave. If the manager agrees, the clerk books it. The boss approves. Pay.'),
		),
	).toBe(`manual
human Read the request [manager]
human Approve the leave [hr] > approved
choice Approved?
  (approved = false)
    end Not approved
human Decide [manager] > approved
choice The manager agrees?
  (approved = true)
    human Book the leave [clerk]
human Approve [boss] > approved
choice Approved?
  (approved = false)
    end Not approved
node Pay
end Done`);
});

it('lets who finds something out say it, and nobody where things agree', () => {
	expect(sketchTree(draw('The clerk registers the car. If the mechanic finds a defect, order the part.'))).toBe(`manual
human Register the car [clerk]
human Check whether the mechanic finds a defect [mechanic] > mechanicFindsDefect
choice The mechanic finds a defect?
  (mechanicFindsDefect = true)
    node Order the part
end Done`);
	expect(sketchTree(draw('If the figures agree, the clerk pays.'))).toMatch(/^manual figuresAgree\nchoice/);
});

it('draws nothing of what is forbidden, also by a verb that no list has', () => {
	const { tree, unread } = outlineWish({ wish: 'Um agente responde ao cliente. Nunca prometa reembolso.', language: 'pt', picture: {} });
	expect(sketchTree(tree)).toBe('manual\nagent Responder ao cliente\nend Concluído');
	expect(unread).toEqual(['Nunca prometa reembolso']);
	expect(sketchTree(draw('If the manager refuses, finance does not pay. Otherwise finance pays.'))).toContain(`  (approved = false)
  (else)
    human Pay [finance]`);
});
