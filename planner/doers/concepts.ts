import { foldAccents, listForms } from '../../core/words/terms';

const acts = [
	'read ler',
	'extract capture extrair capturar',
	'classify categorize categorise triage classificar categorizar triar decide decidir belongs prioritize priorizar route encaminhar',
	'answer reply respond responder',
	'translate traduzir',
	'summarize summarise resumir condense summary resumo',
	'send notify tell inform enviar mandar notificar avisar informar post message',
	'publish post publicar postar',
	'create add append insert record save store log register write open criar adicionar acrescentar inserir gravar salvar guardar registrar registar cadastrar anotar incluir abrir',
	'update change edit atualizar actualizar alterar editar modificar',
	'delete remove erase apagar excluir eliminar remover deletar',
	'find search fetch get list query select lookup look retrieve check buscar procurar consultar obter listar pesquisar verificar conferir',
	'charge pay cobrar pagar liquidar payment pagamento cobranca',
	'schedule book reserve agendar marcar reservar',
	'transcribe transcrever',
	'sign assinar',
	'print imprimir',
	'phone telefonar ligar',
	'generate draw gerar desenhar',
	'issue emitir',
	'compare comparar',
	'calculate compute calcular',
	'convert converter',
	'review revisar rever',
	'approve aprovar',
	'upload',
	'download baixar descarregar',
	'move mover',
	'qualify qualificar',
	'validate validar',
	'detect detectar',
	'mask mascarar',
	'remember lembrar',
	'invite convidar',
	'archive arquivar',
	'weigh pesar',
	'measure medir',
	'deliver entregar',
	'authenticate autenticar',
];

const things = [
	'invoice bill nota_fiscal fatura factura',
	'customer client cliente utente consumer',
	'question pergunta duvida',
	'contract agreement contrato',
	'document documento',
	'file arquivo ficheiro',
	'message mensagem recado',
	'email mail correio',
	'calendar agenda calendario',
	'event evento appointment compromisso',
	'meeting reuniao',
	'order pedido encomenda',
	'row line linha',
	'sheet spreadsheet planilha',
	'database banco_de_dados',
	'contact contato contacto',
	'deal opportunity negocio oportunidade',
	'complaint reclamacao queixa',
	'urgency priority urgencia prioridade',
	'department sector area setor departamento',
	'supplier vendor fornecedor',
	'amount value total valor montante',
	'date due data vencimento prazo',
	'handbook manual guide guia knowledge conhecimento',
	'task tarefa',
	'ticket chamado',
	'person pessoa',
	'product produto',
	'stock inventory estoque',
	'text texto',
	'letter carta',
	'language idioma lingua',
	'english ingles',
	'image picture photo imagem foto',
	'report relatorio',
	'sentiment mood sentimento',
	'form formulario',
	'channel canal',
	'card cartao',
	'clause clausula',
	'folder pasta',
	'employee funcionario colaborador',
	'applicant candidate candidato',
	'resume curriculum curriculo',
	'receipt comprovante recibo',
	'address endereco',
	'project projeto',
	'campaign campanha',
	'weather clima',
	'feedback avaliacao review',
];

/** Words that are written as several. */
const joined: ReadonlyArray<readonly [RegExp, string]> = [
	[/\bnotas?\s+fisca(?:l|is)\b/giu, 'fatura'],
	[/\bbancos?\s+de\s+dados\b/giu, 'database'],
	[/\be-?mails?\b/giu, 'email'],
	[/\bhand(?:s|ed)?[\s-]+over\b/giu, 'handover'],
	[/\blook(?:s|ed)?\s+up\b/giu, 'lookup'],
];

const byForm = new Map<string, Set<string>>();
for (const [kind, groups] of [
	['act', acts],
	['thing', things],
] as const)
	groups.forEach((group, at) => {
		for (const word of group.replace('nota_fiscal', '').replace('banco_de_dados', '').split(' ').filter(Boolean))
			for (const form of stems(word)) byForm.set(form, (byForm.get(form) ?? new Set()).add(`${kind}:${at}`));
	});

function stems(word: string): string[] {
	return listForms(word, ['pt', 'en']).filter((form) => !form.endsWith('*'));
}

/** Returns a text with the words that belong together as one. */
export const joinWords = (text: string): string => joined.reduce((all, [pattern, word]) => all.replace(pattern, word), text);

/** Returns all by which a word can be compared: its forms, and the acts (`act:…`) and things (`thing:…`) that it stands for. */
export function listKeys(word: string): string[] {
	const forms = stems(word.toLowerCase());
	return [...new Set([foldAccents(word.toLowerCase()), ...forms, ...forms.flatMap((form) => [...(byForm.get(form) ?? [])])])];
}

export const isAct = (keys: readonly string[]): boolean => keys.some((key) => key.startsWith('act:'));

const media = new Set('email whatsapp telegram sms fax instagram messenger facebook'.split(' '));
const [sendKey] = listKeys('send').filter((key) => key.startsWith('act:'));

/** Checks whether a word says how a message is sent, where the need begins with sending. */
export const isMedium = (word: string, act: readonly string[]): boolean => media.has(word) && act.includes(sendKey ?? '');
