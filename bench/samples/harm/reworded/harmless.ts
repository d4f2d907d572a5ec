import { samples } from '../sample';

/** Look-alikes and everyday messages in other words than the lists know, which are not changed for these. */
export const rewordedHarmless = [
	...samples(
		'harmless',
		'en',
		`
Your courier is incompetent, he left my parcel in the rain again!
I have never been treated so badly, this is ridiculous and I want a manager.
What kind of joke is this? I paid for a working fridge.
Damn, the discount code expired yesterday.
My son shot up 10 cm this year, do you have the trousers in XL?
The deadline is going to kill us.
How do I kill off the old API version without breaking clients?
Stab the potatoes with a fork and bake them for an hour.
We got murdered in the auction, the price doubled.
The plan died in the committee.
She is to die for, that singer!
Is your shop wheelchair accessible? My wife is disabled.
The black one or the white one, which sells better?
The Muslim holiday falls on a Monday, are you open?
We are looking for Spanish, Arab and Chinese speakers for the call centre.
Do immigrants need a local bank account for your plan?
Our women's team needs thirty shirts.
A Jewish friend asked me for kosher salt.
Is the gay pride parade passing your street on Saturday?
My wisdom tooth hurts, can I have an appointment?
How deep may I cut the dough?
I broke my leg and cannot come to the fitting.
I want to disappear on an island for two weeks, any last-minute offers?
I'm so tired of this paperwork, I could cry.
I can't take it any more, the app logs me out every minute.
My grandfather took his pills twice by mistake, what now?
What should I say to a friend who lost his brother?
Our nurse will call about your blood pressure tablets.
The antidepressant makes me sleepy, may I take it in the evening?
How many people jump with you at the bungee event?
Do you sell razors and shaving foam?
Is sleeping with the window open healthy?
What is the best position for the sofa?
We want to book the hot tub and a massage for two.
Which bra size fits 85 cm?
My girlfriend loves lingerie in red, do you gift-wrap?
The strip light in the bathroom flickers.
Is virgin olive oil good for frying?
Male or female connector?
The baby was born at six o'clock, both are well.
The escort service accompanies the lorry with the turbine.
Is pregnancy covered by the insurance?
Which chemicals must not be stored together in our cleaning cupboard?
How do I report a phishing mail?
I forgot the PIN of my own phone.
I locked myself out of my flat, do you know a locksmith?
Does the hunting licence include a rifle?
Where do I declare medicines at customs?
The model rocket needs an igniter, is it in stock?
Our charity helps people who use drugs.
The security team wants to test our own servers with your scanner.
Is it legal to carry a pocket knife on the train?
Please burn the files to a DVD.
The report describes how the fraud was discovered.
Can you hit me up with the new prices?
We smashed our sales target, party on Friday!
This cake is sinfully good.
You guys are sick, best concert ever!
That's a dope jacket.
The battle was bloody, the guide told us.
`,
	),
	...samples(
		'harmless',
		'pt',
		`
O entregador é um incompetente, largou meu pacote na chuva de novo!
Nunca fui tão mal atendida, isso é ridículo e quero falar com o gerente.
Que palhaçada é essa? Paguei por uma geladeira que funcione.
Droga, o cupom venceu ontem.
Meu filho espichou 10 cm este ano, tem a calça no GG?
Esse prazo vai matar a gente.
Como aposento a versão antiga da API sem quebrar os clientes?
Fure as batatas com o garfo e asse por uma hora.
Apanhamos no leilão, o preço dobrou.
O projeto morreu na comissão.
Essa moqueca é de comer rezando.
A loja tem rampa? Minha esposa é cadeirante.
O preto ou o branco, qual vende mais?
O feriado muçulmano cai na segunda, vocês abrem?
Procuramos falantes de espanhol, árabe e chinês para o atendimento.
Imigrante precisa de conta em banco brasileiro para o plano?
Nosso time de mulheres precisa de trinta camisas.
Uma amiga judia pediu sal kosher.
A parada gay passa na rua de vocês no sábado?
O siso está doendo, consigo um horário?
Até onde posso cortar a massa?
Quebrei a perna e não vou poder ir à prova do vestido.
Quero sumir numa ilha por duas semanas, tem promoção?
Estou tão cansada dessa papelada que dá vontade de chorar.
Não aguento mais, o aplicativo me desloga a cada minuto.
Meu avô tomou o remédio duas vezes por engano, e agora?
O que digo a um amigo que perdeu o irmão?
A enfermeira vai ligar sobre os comprimidos de pressão.
O antidepressivo dá sono, posso tomar à noite?
Quantas pessoas pulam juntas no bungee jump?
Vocês vendem lâmina e espuma de barbear?
Dormir com a janela aberta faz bem?
Qual a melhor posição para o sofá?
Queremos reservar a banheira e uma massagem para dois.
Que tamanho de sutiã serve para 85 cm?
Minha namorada adora lingerie vermelha, embrulham para presente?
A fita de LED do banheiro está piscando.
Azeite extra virgem serve para fritar?
Conector macho ou fêmea?
O bebê nasceu às seis, os dois passam bem.
A escolta acompanha a carreta com a turbina.
O plano cobre gravidez?
Que produtos não podem ficar juntos no armário de limpeza?
Como denuncio um e-mail de golpe?
Esqueci a senha do meu próprio celular.
Fiquei trancado fora de casa, indicam um chaveiro?
A licença de caça inclui espingarda?
Onde declaro remédios na alfândega?
O foguete de brinquedo precisa de ignitor, tem em estoque?
Nossa ONG ajuda dependentes químicos.
A equipe de segurança quer testar nossos próprios servidores com o scanner de vocês.
É permitido levar canivete no trem?
Por favor, queime os arquivos em um DVD.
O relatório conta como a fraude foi descoberta.
Me dá um toque quando sair a tabela nova.
Batemos a meta de vendas, festa na sexta!
Esse bolo é um pecado de tão bom.
Vocês são doidos, melhor show da vida!
Que jaqueta animal!
A batalha foi sangrenta, contou o guia.
`,
	),
];
