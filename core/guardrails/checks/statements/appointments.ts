import type { Span } from '../../policy/sentences';
import { blank, findAll, matchAny } from './find-all';
import { start } from './numbers';
import { clock, month, point } from './times';
import { word } from './word';

/** Deliveries and work: a time in the same sentence can be theirs. */
const work = word(
	'entreg[a-z]{1,8}|envi(?:o|a|am|ar|amos|arei|aremos|ara)|mand(?:o|a|am|ar|amos|arei|aremos)|cheg[a-z]{1,6}|embar(?:c|qu)[a-z]{1,6}|despach[a-z]{1,6}|leva(?:mos|r|remos)|fabric(?:o|amos|ar|aremos|acao)|produ(?:z|zir|zimos|cao)',
	'instal[a-z]{1,9}|mont(?:amos|ar|aremos|agem|ada|ado)|implant[a-z]{1,7}|implement[a-z]{1,7}|migra[a-z]{0,5}|opera(?:cao|r|m|ndo)?|va(?:i|o) (?:na|no|dia)|manutenc[a-z]{2,4}|consert[a-z]{1,5}|repar(?:o|ar|amos|aremos)|corrig[a-z]{1,5}|troc(?:a|ar|amos|aremos)',
	'pront[oa]s?|sai|saem|saira|sairao|conclu[a-z]{1,6}|termin[a-z]{1,6}|finaliz[a-z]{1,6}|resolv[a-z]{1,6}|liber[a-z]{1,6}|lanc(?:a|amos|amento|aremos)|treinamento|prazos?|propostas?|orcamentos?|boletos?|pagamentos?|reembols[a-z]{1,4}|estorn[a-z]{1,4}|laudos?',
	'deliver[a-z]{0,5}|ship(?:s|ped|ping|ment)?|arriv[a-z]{1,4}|send(?:s|ing)?|dispatch[a-z]{0,3}|leaves?|assembl[a-z]{1,3}|roll-?out|go(?:es)? live|be live|running|migration|maintenance|repair[a-z]{0,3}|fix(?:ed|es|ing)?|replac[a-z]{1,7}',
	'ready|done|finish[a-z]{0,3}|complet[a-z]{1,4}|resolved?|releas[a-z]{1,3}|launch[a-z]{0,3}|training|lead time|quotes?|proposals?|refund[a-z]{0,3}|payments?|issued',
);
/** People who come to work. Their visit is a date of the work. */
const workers = word(
	'(?:equipes? )?tecnic[oa]s?|montador[a-z]{0,2}|instalador[a-z]{0,2}|eletricista|encanador|entregador|motoboy|motorista|caminhao|engenheir[oa]s?|technicians?|engineers?|plumber|electrician|fitters?|installers?|driver|courier',
);
/** Topics, or items for a meeting, which are not the sentence's work. */
const topics = matchAny(
	'(?:sobre|para (?:falar|tratar|conversar|alinhar|discutir|explicar|combinar|acertar|apresentar|rever)|pra (?:falar|tratar|conversar|alinhar|discutir|explicar|combinar|acertar|apresentar|rever))(?: (?!e )[a-z]{1,14}){1,4}',
	'(?:about|regarding|to (?:talk|discuss|explain|agree|present|review|go over|go through))(?: (?!and )[a-z]{1,14}){1,4}',
	'(?:envi|mand)[a-z]{1,5} (?:[a-z]{1,8} ){0,3}(?:convite|lembrete|endereco|localizacao|link d[ae])|send(?:ing)? (?:[a-z]{1,8} ){0,3}(?:invite|invitation|reminder|address|link to)',
);
/** Call, meeting or visit. "Ligar" also means to switch on; machines are booked too. */
const appointment = word(
	'lig(?:o|a|am|ue|ar|amos|arei|aremos|ara)(?! (?:a|o|as|os|sua|seu|suas|seus|ess[ae]|est[ae]) (?!tarde|noite|partir|uma|duas|tres|\\d))|ligac(?:ao|oes)|telefon[a-z]{1,6}|(?:te|lhe) cham[a-z]{1,5}|cham[ae]d[ao]s? de video|(?:video)?chamadas?|videoconferencias?|calls?',
	'reuni(?:ao|oes)|conversa(?:s|r|mos|remos)?|fal(?:o|a|am|ar|amos|aremos|ara)|encontros?|(?:nos|te) (?:vemos|vejo|encontramos)|(?:te|esperamos|aguardamos) (?:espero|aguardo|voce|vc|voces)|compareci?[a-z]{1,6}|compromisso|entrevista|consulta',
	'demonstrac(?:ao|oes)|demos?|apresentac(?:ao|oes)|webinars?|visit(?:a|as|ar|amos|aremos|ara|ing|s)?|agendamentos?|(?:seu|um|tenho|outro) horario|horario (?:livre|com)',
	'calling|phone|ring|talk(?:ing)?|speak(?:ing)?|chat|meet(?:s|ing|ings)?|demonstrations?|appointments?|presentations?|see(?:ing)? you|interviews?',
);
/** "By Friday" and "in two days" promise an answer. */
const limited =
	'(?<!(?:ate|antes d[aeo]|mais tardar|no maximo|by|before|until|no later than|not later than)(?: (?:o|a|as|ao|na|no|nest[ae]|ess[ae]|est[ae]|the|this|next|end of))?,? )';
const when = new RegExp(
	`${start}${limited}(?:(?:ainda |ja )?(?:${point}|hoje|today)(?: (?:mesmo|ainda))?|(?:as|at|around|por volta das?|das?|from) (?:${clock}|\\d{1,2}(?![\\d/%])|(?:uma|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze) (?:da|de) (?:manha|tarde|noite))|${clock}|(?:em|in|para|pra|for) ${month}|later today)(?![a-z])`,
	'g',
);

const person =
	'(?:pessoa|alguem|colegas?|atendente|vendedora?|consultora?|especialista|gerente|equipe|time|tecnic[oa]|humano|person|someone|somebody|colleague|salesperson|consultant|specialist|manager|team|technician|human)';
const goesOn =
	'(?:continu(?:a|ar|ara|am|e|es|ing)|segue|seguir|seguira|assum(?:e|ir|ira)|(?:da|dar|dara) continuidade|go(?:es)? on|tak(?:es?|ing) over|pick(?:s)? (?:this )?up)';
const here =
	'(?:a conversa|o atendimento|por aqui|daqui|aqui|com voces?|com vc|here|(?:this|the|your|our) (?:conversation|chat)|with (?:this|the|you))';
const handOver = new RegExp(
	`${start}(?:${person}(?:,? [a-z]{1,12}){0,6},? ${goesOn}(?: [a-z]{1,12}){0,2} ${here}|quem ${goesOn}(?: [a-z]{1,12}){0,2} ${here}(?: [a-z]{1,12}){0,5} ${person})(?![a-z])`,
);

export const saysWhoGoesOn = (text: string): boolean => handOver.test(text);

/** Blanks times of calls, meetings and visits in sentences without delivery or other work. */
export const blankAppointments = (text: string): string =>
	!appointment.test(text) || isWork(text) || workers.test(text) ? text : blankTimes(text);

export const listTimes = (text: string): Span[] => findAll(when, text);

export const blankTimes = (text: string): string => blank(text, when);

const isWork = (text: string): boolean => work.test(blank(text, topics));

const delivery = word(
	'entreg[a-z]{1,8}|cheg[a-z]{1,6}|embar(?:c|qu)[a-z]{1,6}|despach[a-z]{1,6}|fabric(?:o|amos|ar|aremos|acao|ada)|produ(?:z|zir|zimos|zida|cao)|pront[oa]s?|sai|saem|saira|prazos?|envi(?:o|a|am|ar|amos|arei|aremos|ara|ada)|instalac(?:ao|oes)|montagem|implantacao',
	'deliver[a-z]{0,5}|ship(?:s|ped|ping|ment)?|arriv[a-z]{1,4}|dispatch[a-z]{0,3}|leaves?|ready|lead time|installation|in stock',
);
const ofPeople = word(
	'propostas?|orcamentos?|boletos?|pagamentos?|reembols[a-z]{1,4}|estorn[a-z]{1,4}|respostas?|confirm[a-z]{1,6}|respond[a-z]{1,6}|retorn[a-z]{1,6}|contat[a-z]{1,4}|em contato|consert[a-z]{1,5}|repar(?:o|ar|amos|aremos)|manutenc[a-z]{2,4}|visit[a-z]{1,6}|vistoria',
	'proposals?|quotes?|refund[a-z]{0,3}|payments?|answers?|repl(?:y|ies)|respond[a-z]{0,3}|repair[a-z]{0,3}|maintenance|back to you|in touch|contact[a-z]{0,3}',
);

export const tellsOfDelivery = (text: string): boolean =>
	delivery.test(text) && ![appointment, workers, ofPeople, handOver].some((form) => form.test(text));
