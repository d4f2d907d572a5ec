import type { SampleMaker } from '../sample';
import { samples as brCep } from './br-cep';
import { samples as brCib } from './br-cib';
import { samples as brCnh } from './br-cnh';
import { samples as brCnj } from './br-cnj';
import { samples as brCnm } from './br-cnm';
import { samples as brCnpj } from './br-cnpj';
import { samples as brCns } from './br-cns';
import { samples as brCpf } from './br-cpf';
import { samples as brIptu } from './br-iptu';
import { samples as brMatriculaImovel } from './br-matricula-imovel';
import { samples as brNis } from './br-nis';
import { samples as brPixKey } from './br-pix-key';
import { samples as brPlate } from './br-plate';
import { samples as brRenavam } from './br-renavam';
import { samples as brRg } from './br-rg';
import { samples as brVoterId } from './br-voter-id';
import { samples as creditCard } from './credit-card';
import { samples as crypto } from './crypto';
import { samples as dateOfBirth } from './date-of-birth';
import { samples as emailAddress } from './email-address';
import { samples as ibanCode } from './iban-code';
import { samples as ipAddress } from './ip-address';
import { samples as macAddress } from './mac-address';
import { samples as person } from './person';
import { samples as phoneNumber } from './phone-number';
import { samples as url } from './url';
import { samples as usSsn } from './us-ssn';

/** Of every type. */
export const sampleMakers: readonly SampleMaker[] = [
	brCep,
	brCib,
	brCnh,
	brCnj,
	brCnm,
	brCnpj,
	brCns,
	brCpf,
	brIptu,
	brMatriculaImovel,
	brNis,
	brPixKey,
	brPlate,
	brRenavam,
	brRg,
	brVoterId,
	creditCard,
	crypto,
	dateOfBirth,
	emailAddress,
	ibanCode,
	ipAddress,
	macAddress,
	person,
	phoneNumber,
	url,
	usSsn,
];
