import { defineWords, plural } from '../../words/words';
import { maxFiles } from './read-dropped';
import { maxFileMebibytes } from './uploads';

export const uploadWords = defineWords(
	{
		add: 'Add documents',
		drop: 'Drop files or folders anywhere on this page, or',
		choose: 'Choose files',
		folder: 'Choose a folder',
		help: `PDF, Word (.docx), CSV, HTML, Markdown and text, up to ${maxFileMebibytes} MiB each. A file of the same name replaces its earlier version.`,
		dropNow: 'Let go to add them.',
		privacy: 'Personal data and secrets',
		mask: 'Mask secrets in what is stored',
		refuse: 'Refuse files that have any',
		cut: `Only the first ${maxFiles} files were taken. For more, use the command:`,
		nothing: 'There is no file in it.',
		files: 'Files of this page',
		file: 'File',
		size: 'Size',
		state: 'State',
		why: 'Why, and what to do',
		waiting: 'waits',
		sending: 'is sent',
		reading: 'is read',
		cancelled: 'cancelled',
		failed: 'failed',
		added: 'added',
		changed: 'replaced its earlier version',
		unchanged: 'was there already',
		quarantined: 'in quarantine',
		again: 'Try again',
		cancel: 'Cancel',
		forget: 'Clear what is done',
		cancelAll: 'Cancel all',
		againAll: 'Try the failed ones again',
		leave: 'Leave this page open until all are sent.',
		shown: (count: number) => `${plural(count, 'more file', 'more files')} not shown.`,
		summary: (done: number, failed: number, open: number) =>
			[
				`${plural(done, 'file is', 'files are')} in the collection`,
				failed > 0 ? `${failed} failed` : '',
				open > 0 ? `${open} on their way` : '',
			]
				.filter(Boolean)
				.join(', ') + '.',
	},
	{
		add: 'Adicionar documentos',
		drop: 'Solte arquivos ou pastas em qualquer ponto desta página, ou',
		choose: 'Escolher arquivos',
		folder: 'Escolher uma pasta',
		help: `PDF, Word (.docx), CSV, HTML, Markdown e texto, até ${maxFileMebibytes} MiB cada. Um arquivo de mesmo nome substitui a versão anterior.`,
		dropNow: 'Solte para adicionar.',
		privacy: 'Dados pessoais e segredos',
		mask: 'Mascarar segredos no que é guardado',
		refuse: 'Recusar arquivos que os tenham',
		cut: `Só os primeiros ${maxFiles} arquivos foram aceitos. Para mais, use o comando:`,
		nothing: 'Não há arquivo aí.',
		files: 'Arquivos desta página',
		file: 'Arquivo',
		size: 'Tamanho',
		state: 'Estado',
		why: 'Por quê, e o que fazer',
		waiting: 'espera',
		sending: 'sendo enviado',
		reading: 'sendo lido',
		cancelled: 'cancelado',
		failed: 'falhou',
		added: 'adicionado',
		changed: 'substituiu a versão anterior',
		unchanged: 'já estava lá',
		quarantined: 'em quarentena',
		again: 'Tentar de novo',
		cancel: 'Cancelar',
		forget: 'Limpar os prontos',
		cancelAll: 'Cancelar todos',
		againAll: 'Tentar de novo os que falharam',
		leave: 'Deixe esta página aberta até que todos tenham sido enviados.',
		shown: (count) => `${plural(count, 'outro arquivo', 'outros arquivos')} sem mostrar.`,
		summary: (done, failed, open) =>
			[
				plural(done, 'arquivo na coleção', 'arquivos na coleção'),
				failed > 0 ? `${failed} com falha` : '',
				open > 0 ? `${open} a caminho` : '',
			]
				.filter(Boolean)
				.join(', ') + '.',
	},
);

/** Why a file has no text, and the fix, as in docs/knowledge/documents.md. */
const failureWords = defineWords(
	{
		needs_password: 'It needs a password.',
		needs_passwordFix: 'Save it without a password, and upload it again.',
		no_text_layer: 'It has no text: a scan, or letters that cannot be read.',
		no_text_layerFix: 'Recognise its text (OCR) in the program that scanned it, and upload it again.',
		corrupt: 'It is damaged or cut off.',
		corruptFix: 'Open it in its program, save it again, and upload that.',
		timeout: 'It took too long to read.',
		timeoutFix: 'Split it, or leave out the page that the message names.',
		too_large: 'It is too large.',
		too_largeFix: 'Split it.',
		unsupported_type: 'Its type cannot be read, or its content is not what its name says.',
		unsupported_typeFix: 'Save it as PDF, Word (.docx), CSV, HTML or text.',
		infected: 'The virus scanner reported it.',
		infectedFix: 'Remove it from your machine, too.',
		unreachable: 'It could not be fetched.',
		unreachableFix: 'See whether the file or page is still there.',
		refused: 'It was refused.',
		refusedFix: 'Change what the message names, and upload it again.',
		unreadable: 'Your browser could not read the file.',
		unreadableFix: 'It may have been moved. Choose it again.',
		other: 'It could not be stored.',
		otherFix: 'Try again. If that fails, give the text of the fault to an administrator.',
	},
	{
		needs_password: 'Precisa de senha.',
		needs_passwordFix: 'Salve-o sem senha e envie de novo.',
		no_text_layer: 'Não tem texto: é uma digitalização, ou as letras não se deixam ler.',
		no_text_layerFix: 'Reconheça o texto (OCR) no programa que o digitalizou e envie de novo.',
		corrupt: 'Está danificado ou cortado.',
		corruptFix: 'Abra-o no programa dele, salve de novo e envie esse.',
		timeout: 'Demorou demais para ler.',
		timeoutFix: 'Divida-o, ou tire a página que a mensagem cita.',
		too_large: 'É grande demais.',
		too_largeFix: 'Divida-o.',
		unsupported_type: 'O tipo não pode ser lido, ou o conteúdo não é o que o nome diz.',
		unsupported_typeFix: 'Salve como PDF, Word (.docx), CSV, HTML ou texto.',
		infected: 'O antivírus o acusou.',
		infectedFix: 'Apague-o também da sua máquina.',
		unreachable: 'Não foi possível buscá-lo.',
		unreachableFix: 'Veja se o arquivo ou a página ainda existe.',
		refused: 'Foi recusado.',
		refusedFix: 'Mude o que a mensagem cita e envie de novo.',
		unreadable: 'O navegador não conseguiu ler o arquivo.',
		unreadableFix: 'Pode ter mudado de lugar. Escolha-o de novo.',
		other: 'Não foi possível guardá-lo.',
		otherFix: 'Tente de novo. Se falhar, dê o texto da falha a um administrador.',
	},
);

const reasons = [
	...(['needs_password', 'no_text_layer', 'corrupt', 'timeout', 'too_large', 'unsupported_type', 'infected'] as const),
	...(['unreachable', 'refused', 'unreadable'] as const),
];

export function sayFailure(reason = ''): { what: string; fix: string } {
	const known = reasons.find((one) => one === reason) ?? 'other';
	return { what: failureWords(known), fix: failureWords(`${known}Fix`) };
}
