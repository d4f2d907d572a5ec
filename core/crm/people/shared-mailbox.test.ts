import { isSharedMailbox } from './shared-mailbox';

it.each(['compras', 'Contato', 'vendas2', 'nfe.sp', 'pos-venda', 'rh+vagas', 'financeiro_sul', 'no-reply', 'info', 'sales'])(
	'takes %s@ for a mailbox of several people',
	(name) => expect(isSharedMailbox(`${name}@sol.example`)).toBe(true),
);

it.each(['maria', 'maria.vendas', 'jsilva', 'comprasol', 'ana.ti', 'padariasol1'])('takes %s@ for one of a person', (name) =>
	expect(isSharedMailbox(`${name}@sol.example`)).toBe(false),
);
