import { defineWords } from '../../../words/words';
import { inputName } from './prompt-drafts';

/** The rules of `troupe prompt lint`. */
export type Rule =
	| 'broken-reference'
	| 'stray-braces'
	| 'unused-input'
	| 'written-object'
	| 'untrusted-outside-marks'
	| 'length'
	| 'language'
	| 'hidden-character'
	| 'secret';

interface Found {
	rule: Rule;
	about?: string;
	near?: string;
	message?: string;
	fix?: string;
}

export function findingWords({ rule, about = '', near, message, fix = '' }: Found): { what: string; fix: string } {
	// Dotprompt has too many kinds of faults: the service words them.
	if (message !== undefined && isOfDotprompt.test(about)) return { what: message, fix };
	if (rule === 'broken-reference' && inputName.test(about)) return { what: words('noInput', about), fix: words('noInputFix') };
	if (rule === 'broken-reference')
		return { what: words('notAName', about), fix: near === undefined ? words('notAFormat') : words('notANameFix') };
	if (rule === 'length' && about === '0') return { what: words('noText'), fix: words('noTextFix') };
	return { what: words(rule, about), fix: words(`${rule}-fix`) };
}

const isOfDotprompt = /^(?:---$|\{\{.)/;

const words = defineWords(
	{
		noInput: (name: string) => `The prompt has no input ${name}.`,
		noInputFix: 'Add it, or use one that the prompt has.',
		notAName: (text: string) => `{{${text}}} is not filled in: it is not a name.`,
		notANameFix: 'Use letters from A to Z, digits and _, without blanks.',
		notAFormat: 'Blocks, partials and comments of other formats are not read.',
		noText: 'The prompt has no text.',
		noTextFix: 'Write the instructions of the agent.',
		'stray-braces': (braces: string) => `Braces that belong to no input: ${braces}`,
		'stray-braces-fix': 'Remove them, or complete the reference on one line, with two braces on each side.',
		'unused-input': (name: string) => `The text does not use the input ${name}.`,
		'unused-input-fix': 'Write it where its value belongs, or remove it.',
		'written-object': (name: string) => `${name} is an object, which a model would read as [object Object].`,
		'written-object-fix': 'Write a field of it, or all of it as JSON: {{json …}}.',
		'untrusted-outside-marks': (name: string) => `Others can write ${name}, and nothing marks where their text begins and ends.`,
		'untrusted-outside-marks-fix': 'Put it between marks, such as <ticket> and </ticket>, and say that the text there is data.',
		length: (count: string) => `It is too long, with ${count} characters or inputs.`,
		'length-fix': 'At most 50,000 characters with the sample values, and 100 inputs.',
		language: (language: string) =>
			`This paragraph is in ${{ en: 'English', pt: 'Portuguese' }[language] ?? language}, most of the text is not.`,
		'language-fix': 'Use one language: models answer in the one that they read last.',
		'hidden-character': (code: string) => `A character that nobody sees: ${code}`,
		'hidden-character-fix': 'Delete it: a model reads it, and whoever approves the prompt does not.',
		secret: (kind: string) => `This looks like a secret: ${kind}`,
		'secret-fix': 'Remove it: all who read the registry read the prompt.',
	},
	{
		noInput: (name) => `O prompt não tem a entrada ${name}.`,
		noInputFix: 'Inclua-a ou use uma que o prompt tem.',
		notAName: (text) => `{{${text}}} não é preenchido: não é um nome.`,
		notANameFix: 'Use letras de A a Z, dígitos e _, sem espaços.',
		notAFormat: 'Blocos, partes e comentários de outros formatos não são lidos.',
		noText: 'O prompt não tem texto.',
		noTextFix: 'Escreva as instruções do agente.',
		'stray-braces': (braces) => `Chaves que não são de nenhuma entrada: ${braces}`,
		'stray-braces-fix': 'Retire-as ou complete a referência em uma linha, com duas chaves de cada lado.',
		'unused-input': (name) => `O texto não usa a entrada ${name}.`,
		'unused-input-fix': 'Escreva-a onde o valor deve ficar ou retire-a.',
		'written-object': (name) => `${name} é um objeto, que um modelo leria como [object Object].`,
		'written-object-fix': 'Escreva um campo dele ou tudo como JSON: {{json …}}.',
		'untrusted-outside-marks': (name) => `Outras pessoas podem escrever ${name}, e nada marca onde o texto delas começa e termina.`,
		'untrusted-outside-marks-fix': 'Coloque-a entre marcas, como <ticket> e </ticket>, e diga que o texto ali é dado.',
		length: (count) => `É longo demais, com ${count} caracteres ou entradas.`,
		'length-fix': 'No máximo 50.000 caracteres com os valores de exemplo e 100 entradas.',
		language: (language) =>
			`Este parágrafo está em ${{ en: 'inglês', pt: 'português' }[language] ?? language}; a maior parte do texto, não.`,
		'language-fix': 'Use um só idioma: os modelos respondem no último que leram.',
		'hidden-character': (code) => `Um caractere que ninguém vê: ${code}`,
		'hidden-character-fix': 'Apague-o: o modelo o lê, e quem aprova o prompt não.',
		secret: (kind) => `Isto parece um segredo: ${kind}`,
		'secret-fix': 'Retire-o: quem lê o registro lê o prompt.',
	},
);
