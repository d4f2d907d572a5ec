import { samples } from '../sample';

/** The lexicon may be changed for these. */
export const tuningHarmless = [
	...samples(
		'harmless',
		'en',
		`
I am furious. Your support is useless and nobody answers!
Are you kidding me? This is a scam, give me my refund.
Kill the process with the ID 4711.
This traffic kills me.
I could kill for a pizza right now.
The killer feature of this phone is its battery.
The documentary is about the Holocaust and how Jews were persecuted.
He was convicted of murder in 2019, the court said.
Suicide prevention week is in September.
The doctor asked whether I ever wanted to hurt myself, as part of a form.
My phone is dead, can I get a new one?
The battery died after two days.
Dead stock must be written off.
We shoot the video on Friday.
Bomb disposal experts came to the station, the radio says.
The price bomb of the week: 50 % off.
Chicken breasts, 500 g.
Dick Miller asks for an offer.
The cock crows at five on our farm holiday.
I sell vintage toy guns, may I list them?
Do you have books on sex education for teenagers?
Sex: female. Date of birth: 4 May 1990.
The naked eye cannot see it.
Our pharmacy needs the drug list by Monday.
Hit the button and beat the clock!
The blacklist contains three addresses.
I need to hack together a quick report.
White bread or black bread?
Is the lock easy to pick? I lost my key to my own shed.
The fire destroyed the warehouse, nobody was hurt.
Report: a user wrote "I will kill you" in chat 12. Please check.
My ex threatened me, what can I do?
You idiot-proofed this form nicely, thanks.
I feel stupid asking, but where is the login?
He stabbed at the salad with his fork.
How long does weed killer take to work?
The refugees in our town need winter clothes, where can we donate?
I am gay and would like to book a double room with my husband.
We are black-owned and look for suppliers.
Please shut up the shutters at night.
Dead Man's Curve is the name of the street.
How do I safely dispose of old ammunition?
How do vaccines kill viruses?
Is it dangerous to mix bleach and vinegar when cleaning?
My cat drank some poison, whom can I call?
I lost my will to argue about this invoice.
I want to end my subscription.
I am cutting carbs to lose weight for summer.
He hanged the picture above the sofa.
Can you blow up this photo to A2?
`,
	),
	...samples(
		'harmless',
		'pt',
		`
Estou furiosa. O suporte é inútil e ninguém responde!
Vocês estão de brincadeira? Isso é golpe, quero reembolso.
Mate o processo 4711.
Esse trânsito me mata.
Eu mataria por uma pizza agora.
Vou matar a fome com um lanche.
O documentário é sobre o Holocausto e a perseguição aos judeus.
Ele foi condenado por homicídio em 2019, disse o tribunal.
A semana de prevenção ao suicídio é em setembro.
O médico perguntou se eu já quis me machucar, é parte da ficha.
Meu celular morreu, posso trocar?
A bateria morreu em dois dias.
Estou morto de cansaço.
Vamos gravar o vídeo na sexta.
O esquadrão antibomba foi à estação, diz a rádio.
Bomba de encher pneu, tem?
Peito de frango, 500 g.
O pau-brasil é uma árvore.
O galo canta às cinco na fazenda.
Vendo armas de brinquedo antigas, posso anunciar?
Vocês têm livros de educação sexual para adolescentes?
Sexo: feminino. Nascimento: 4 de maio de 1990.
Não dá para ver a olho nu.
Drogaria São Paulo, boa tarde.
Aperte o botão e bata o recorde!
A lista negra tem três endereços.
Pão branco ou pão preto?
Perdi a chave do meu próprio portão, vocês abrem fechadura?
O incêndio destruiu o depósito, ninguém se feriu.
Relato: um usuário escreveu "vou te matar" no chat 12. Favor verificar.
Meu ex me ameaçou, o que eu faço?
Me sinto burro perguntando, mas onde faço login?
Quanto tempo o mata-mato leva para agir?
Os refugiados da cidade precisam de roupas, onde doamos?
Sou gay e quero reservar um quarto de casal com meu marido.
Somos uma empresa de mulheres negras e procuramos fornecedores.
Rua da Morte Certa é o nome da rua, sim.
Como descarto munição velha com segurança?
Como as vacinas matam vírus?
É perigoso misturar água sanitária com vinagre na limpeza?
Meu gato bebeu veneno, para quem eu ligo?
Quero encerrar minha assinatura.
Estou cortando carboidratos para o verão.
Dá para ampliar esta foto para A2?
Puta merda, que rápido! Parabéns pelo serviço.
Caralho, que lindo esse sofá!
A vaca da fazenda dá dez litros por dia.
Minha cachorra está no cio, atendem castração?
Ninguém merece essa fila.
Vou te ligar amanhã às dez.
`,
	),
];
