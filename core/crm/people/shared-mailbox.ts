/** Mailboxes of departments and companies, in Portuguese, English and Spanish, without accents. */
const departments = new Set(
	`adm admin administracao administrativo agenda almoxarifado assistencia atendimento cadastro cobranca comercial compras comunicacao contabil
	contabilidade contas contato contatos controladoria correio cotacao cotacoes departamento diretoria ecommerce email empresa engenharia escritorio
	estoque expedicao faturamento filial financas financeiro fiscal fornecedor fornecedores geral gerencia gestao informacao informacoes juridico licitacao
	licitacoes logistica loja mail manutencao marketing matriz nf nfe notas notafiscal obras operacao operacoes orcamento orcamentos ouvidoria parceiros
	pagamento pagamentos pcp pedido pedidos pessoal pos-venda posvenda presidencia producao projetos qualidade recebimento recepcao recrutamento relacionamento
	rh sac secretaria selecao servicos sistemas suporte suprimentos tecnico tesouraria ti transporte vagas venda vendas
	accounting accounts billing buyer careers contact customer customerservice finance hello help helpdesk hr info invoice invoices it jobs legal mailbox
	no-reply noreply office operations order orders postmaster procurement purchase purchasing reception sales secretary service shop store support team
	webmaster ventas facturacion compra administracion recepcion`.split(/\s+/),
);

/** Matches `compras@`, `nfe.sp@`, `vendas2@`. */
export function isSharedMailbox(email: string): boolean {
	const name = email.slice(0, email.lastIndexOf('@')).toLowerCase();
	return departments.has(name) || departments.has(/^[a-z]+(?=[._+-]|\d*$)/.exec(name)?.[0] ?? '');
}
