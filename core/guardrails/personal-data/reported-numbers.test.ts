import { findPersonalData } from './find-personal-data';
import type { PersonalDataType } from './types';

const found = (text: string, type: PersonalDataType) =>
	findPersonalData(text, { types: [type] }).map(({ start, end }) => text.slice(start, end));

test.each<[string, PersonalDataType, string]>([
	['a CNPJ of zeros (caelum/caelum-stella#185)', 'BR_CNPJ', 'CNPJ 00.000.000/0000-00'],
	['a CNPJ of one digit (rfs/validates_cpf_cnpj#9)', 'BR_CNPJ', 'CNPJ 99999999999999'],
	['a CPF of one digit (cakephp/localized#8)', 'BR_CPF', 'CPF 222.222.222-22'],
	['a CPF of zeros (aueda/maoli#2)', 'BR_CPF', 'CPF 00000000000'],
	['a CPF of ones (poliquin/brazilnum#11)', 'BR_CPF', 'CPF 11111111111'],
	['a CPF with letters (williamgueiros/Brcpfcnpj#57)', 'BR_CPF', 'CPF 0000invalid'],
	['a card inside of a longer number (evilsocket/bettercap#220)', 'CREDIT_CARD', 'id 133601685642087852361040537319026853470'],
	['a card in the decimals of a number (Arachni/arachni#647)', 'CREDIT_CARD', 'translate(0%, -0.5309136012499991%)'],
	['a card whose check digit is wrong (agentgateway/agentgateway#3206)', 'CREDIT_CARD', 'card 4111 1111 1111 1112'],
	['an order number that looks like a card (getsentry/relay#3879)', 'CREDIT_CARD', 'order 4929131132891235'],
	['an IBAN with check digits 00 (arhs/iban.js#72)', 'IBAN_CODE', 'GB00HLFX11016111455365'],
	['an IBAN with a letter among its check digits (Simplify/ibantools#16)', 'IBAN_CODE', 'GB2LABBY09012857201707'],
	['an IBAN whose checksum is wrong (alephdata/aleph#3908)', 'IBAN_CODE', 'DE89 3704 0044 0532 0130 01'],
	['an address with a bar in its domain (screenpipe/screenpipe#4122)', 'EMAIL_ADDRESS', 'x@y.c|m'],
])('finds none in %s', (_what, type, text) => expect(found(text, type)).toEqual([]));

test.each<[string, PersonalDataType, string]>([
	['a card with hyphens (data-privacy-stack/presidio#47)', 'CREDIT_CARD', 'My card is «6011-5776-3171-1174»'],
	['a card in groups (theopenco/llmgateway#3641)', 'CREDIT_CARD', 'card «4111 1111 1111 1111» ok'],
	['an IBAN in small letters (python-validators/validators#471)', 'IBAN_CODE', 'iban «gb82west12345698765432»'],
	['an IBAN with spaces (Metalab/mos#209)', 'IBAN_CODE', 'IBAN: «GB82 WEST 1234 5698 7654 32».'],
	['an address with a plus, whole (aziz/PlainNotes#45)', 'EMAIL_ADDRESS', 'to «ana+shop@example.com», please'],
	['an address with hyphens in its domain (solvvy/redact-pii#59)', 'EMAIL_ADDRESS', 'to «ana@my-own-shop.example.com»!'],
])('finds %s', (_what, type, marked) => {
	const [, value] = /«(.+)»/.exec(marked)!;
	expect(found(marked.replace(/[«»]/g, ''), type)).toEqual([value]);
});
