/** Languages in which every problem is told. */
export const LANGUAGES = ['en', 'zh', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** A problem in one language: what is asked, and the steps that lead to the answer, without it. */
interface Story {
  readonly question: string
  readonly steps: string
}

/** One problem in all languages. */
export type Problem = { readonly answer: number } & { readonly [L in Language]: Story }

/** What a scenario draws from. */
export interface Draw {
  /** A whole number from `from` to `to`. */
  number(from: number, to: number): number
  /** Names of different people; each is written in the script of its language. */
  readonly names: readonly { readonly [L in Language]: string }[]
}

/** Makes a problem of its kind; `undefined` where the numbers that were drawn do not suit it. */
export type Scenario = (draw: Draw) => Problem | undefined

const nobody = { en: 'Alex', zh: '小安', fr: 'Marc' }

/**
 * Kinds of problems of two to four steps. All numbers are at least 2, so that no language needs a singular, and no
 * person is spoken of by a pronoun.
 */
export const SCENARIOS: { readonly [name: string]: Scenario } = {
  apples: ({ number, names: [who = nobody] }) => {
    const [a, b, c, d] = [number(3, 20), number(2, 6), number(3, 9), number(2, 12)]
    const [bought, sum] = [b * c, a + b * c]
    return {
      answer: sum - d,
      en: {
        question: `${who.en} has ${a} apples and buys ${b} bags with ${c} apples each. Then ${who.en} gives ${d} apples to a friend. How many apples does ${who.en} have now?`,
        steps: `The bags hold ${b} * ${c} = ${bought} apples. That makes ${a} + ${bought} = ${sum} apples. After the gift ${sum} - ${d} = ${sum - d} are left.`,
      },
      zh: {
        question: `${who.zh}有${a}个苹果，又买了${b}袋苹果，每袋${c}个。后来${who.zh}送给朋友${d}个苹果。${who.zh}现在有多少个苹果？`,
        steps: `买来的苹果有${b} * ${c} = ${bought}个。一共有${a} + ${bought} = ${sum}个。送出以后剩下${sum} - ${d} = ${sum - d}个。`,
      },
      fr: {
        question: `${who.fr} a ${a} pommes et achète ${b} sacs de ${c} pommes chacun. Puis ${who.fr} donne ${d} pommes à un ami. Combien de pommes reste-t-il à ${who.fr} ?`,
        steps: `Les sacs contiennent ${b} * ${c} = ${bought} pommes. Cela fait ${a} + ${bought} = ${sum} pommes. Après le cadeau, il en reste ${sum} - ${d} = ${sum - d}.`,
      },
    }
  },

  bus: ({ number }) => {
    const [a, b, c, d] = [number(20, 45), number(3, 15), number(2, 12), number(2, 12)]
    const [first, second] = [a - b, a - b + c]
    return {
      answer: second + d,
      en: {
        question: `A bus leaves with ${a} passengers. At the first stop ${b} get off and ${c} get on. At the second stop ${d} more get on. How many passengers are on the bus now?`,
        steps: `After ${b} get off there are ${a} - ${b} = ${first}. After ${c} get on there are ${first} + ${c} = ${second}. At the second stop there are ${second} + ${d} = ${second + d}.`,
      },
      zh: {
        question: `一辆公共汽车出发时有${a}名乘客。第一站下车${b}人，上车${c}人。第二站又上车${d}人。现在车上有多少名乘客？`,
        steps: `下车以后有${a} - ${b} = ${first}人。上车以后有${first} + ${c} = ${second}人。第二站以后有${second} + ${d} = ${second + d}人。`,
      },
      fr: {
        question: `Un bus part avec ${a} passagers. Au premier arrêt, ${b} descendent et ${c} montent. Au deuxième arrêt, ${d} autres montent. Combien de passagers y a-t-il maintenant dans le bus ?`,
        steps: `Quand ${b} sont descendus, il y en a ${a} - ${b} = ${first}. Quand ${c} sont montés, il y en a ${first} + ${c} = ${second}. Au deuxième arrêt, il y en a ${second} + ${d} = ${second + d}.`,
      },
    }
  },

  change: ({ number, names: [who = nobody] }) => {
    const [a, b, c, d] = [number(2, 5), number(3, 9), number(2, 6), number(2, 5)]
    const [pens, books] = [a * c, b * d]
    const paid = Math.ceil((pens + books + 2) / 10) * 10
    return {
      answer: paid - pens - books,
      en: {
        question: `A pen costs ${a} euros and a notebook costs ${b} euros. ${who.en} buys ${c} pens and ${d} notebooks and pays with ${paid} euros. How many euros does ${who.en} get back?`,
        steps: `The pens cost ${a} * ${c} = ${pens} euros. The notebooks cost ${b} * ${d} = ${books} euros. Together they cost ${pens} + ${books} = ${pens + books} euros. The change is ${paid} - ${pens + books} = ${paid - pens - books} euros.`,
      },
      zh: {
        question: `一支钢笔${a}元，一个笔记本${b}元。${who.zh}买了${c}支钢笔和${d}个笔记本，付了${paid}元。应该找回多少元？`,
        steps: `钢笔花了${a} * ${c} = ${pens}元。笔记本花了${b} * ${d} = ${books}元。一共花了${pens} + ${books} = ${pens + books}元。应该找回${paid} - ${pens + books} = ${paid - pens - books}元。`,
      },
      fr: {
        question: `Un stylo coûte ${a} euros et un cahier coûte ${b} euros. ${who.fr} achète ${c} stylos et ${d} cahiers et paie avec ${paid} euros. Combien d'euros lui rend-on ?`,
        steps: `Les stylos coûtent ${a} * ${c} = ${pens} euros. Les cahiers coûtent ${b} * ${d} = ${books} euros. Ensemble, cela fait ${pens} + ${books} = ${pens + books} euros. On lui rend ${paid} - ${pens + books} = ${paid - pens - books} euros.`,
      },
    }
  },

  reading: ({ number, names: [who = nobody] }) => {
    const [a, b, c, left] = [number(8, 25), number(3, 9), number(10, 60), number(12, 90)]
    const read = a * b
    const pages = read + c + left
    return {
      answer: left,
      en: {
        question: `A book has ${pages} pages. ${who.en} reads ${a} pages a day for ${b} days, and ${c} pages on the day after. How many pages are left?`,
        steps: `In ${b} days ${who.en} reads ${a} * ${b} = ${read} pages. With the day after it is ${read} + ${c} = ${read + c} pages. That leaves ${pages} - ${read + c} = ${left} pages.`,
      },
      zh: {
        question: `一本书有${pages}页。${who.zh}连续${b}天每天读${a}页，之后一天又读了${c}页。还剩多少页没有读？`,
        steps: `${b}天读了${a} * ${b} = ${read}页。加上之后一天是${read} + ${c} = ${read + c}页。还剩${pages} - ${read + c} = ${left}页。`,
      },
      fr: {
        question: `Un livre a ${pages} pages. ${who.fr} lit ${a} pages par jour pendant ${b} jours, et ${c} pages le jour suivant. Combien de pages reste-t-il à lire ?`,
        steps: `En ${b} jours, cela fait ${a} * ${b} = ${read} pages. Avec le jour suivant, cela fait ${read} + ${c} = ${read + c} pages. Il reste ${pages} - ${read + c} = ${left} pages.`,
      },
    }
  },

  crates: ({ number }) => {
    const [a, b, c, d] = [number(4, 12), number(2, 9), number(2, 6), number(2, 15)]
    const [crate, all] = [a * b, a * b * c]
    if (d >= all) return undefined
    return {
      answer: all - d,
      en: {
        question: `A factory packs ${a} cups in a box and ${b} boxes in a crate. A truck carries ${c} crates, and ${d} cups break on the way. How many cups arrive whole?`,
        steps: `A crate holds ${a} * ${b} = ${crate} cups. The truck carries ${crate} * ${c} = ${all} cups. ${all} - ${d} = ${all - d} arrive whole.`,
      },
      zh: {
        question: `工厂把${a}个杯子装进一个盒子，把${b}个盒子装进一个箱子。一辆卡车运${c}个箱子，路上碎了${d}个杯子。有多少个杯子完好地运到？`,
        steps: `一个箱子有${a} * ${b} = ${crate}个杯子。卡车运了${crate} * ${c} = ${all}个杯子。完好的有${all} - ${d} = ${all - d}个。`,
      },
      fr: {
        question: `Une usine met ${a} tasses dans une boîte et ${b} boîtes dans une caisse. Un camion transporte ${c} caisses, et ${d} tasses se cassent en route. Combien de tasses arrivent entières ?`,
        steps: `Une caisse contient ${a} * ${b} = ${crate} tasses. Le camion transporte ${crate} * ${c} = ${all} tasses. Il en arrive ${all} - ${d} = ${all - d} entières.`,
      },
    }
  },

  garden: ({ number }) => {
    const [a, b, c, d] = [number(2, 9), number(3, 12), number(2, 9), number(3, 12)]
    const [tulips, roses] = [a * b, c * d]
    return {
      answer: tulips + roses,
      en: {
        question: `A garden has ${a} rows with ${b} tulips each and ${c} rows with ${d} roses each. How many flowers are in the garden?`,
        steps: `There are ${a} * ${b} = ${tulips} tulips. There are ${c} * ${d} = ${roses} roses. Together there are ${tulips} + ${roses} = ${tulips + roses} flowers.`,
      },
      zh: {
        question: `花园里有${a}行郁金香，每行${b}朵，还有${c}行玫瑰，每行${d}朵。花园里一共有多少朵花？`,
        steps: `郁金香有${a} * ${b} = ${tulips}朵。玫瑰有${c} * ${d} = ${roses}朵。一共有${tulips} + ${roses} = ${tulips + roses}朵花。`,
      },
      fr: {
        question: `Un jardin a ${a} rangées de ${b} tulipes chacune et ${c} rangées de ${d} roses chacune. Combien de fleurs y a-t-il dans le jardin ?`,
        steps: `Il y a ${a} * ${b} = ${tulips} tulipes. Il y a ${c} * ${d} = ${roses} roses. Ensemble, cela fait ${tulips} + ${roses} = ${tulips + roses} fleurs.`,
      },
    }
  },

  biscuits: ({ number, names: [who = nobody] }) => {
    const [a, b, each] = [number(2, 6), number(2, 6), number(2, 6)]
    const [friends, tray] = [a, b * each]
    const all = a * tray
    return {
      answer: tray,
      en: {
        question: `${who.en} bakes ${b} trays with ${a * each} biscuits each and shares all of them equally among ${friends} friends. How many biscuits does each friend get?`,
        steps: `There are ${b} * ${a * each} = ${all} biscuits. Each friend gets ${all} / ${friends} = ${tray} biscuits.`,
      },
      zh: {
        question: `${who.zh}烤了${b}盘饼干，每盘${a * each}块，平均分给${friends}个朋友。每个朋友分到多少块饼干？`,
        steps: `一共有${b} * ${a * each} = ${all}块饼干。每个朋友分到${all} / ${friends} = ${tray}块。`,
      },
      fr: {
        question: `${who.fr} prépare ${b} plaques de ${a * each} biscuits chacune et les partage également entre ${friends} amis. Combien de biscuits chaque ami reçoit-il ?`,
        steps: `Il y a ${b} * ${a * each} = ${all} biscuits. Chaque ami reçoit ${all} / ${friends} = ${tray} biscuits.`,
      },
    }
  },

  saving: ({ number, names: [who = nobody] }) => {
    const [a, b, c] = [number(5, 15), number(4, 9), number(5, 18)]
    const saved = a * b
    const price = Math.ceil((saved + 15) / 10) * 10
    const left = saved - c
    return {
      answer: price - left,
      en: {
        question: `${who.en} saves ${a} euros a week for ${b} weeks and then spends ${c} euros on a game. A bicycle costs ${price} euros. How many euros are still missing?`,
        steps: `${who.en} saves ${a} * ${b} = ${saved} euros. After the game ${saved} - ${c} = ${left} euros are left. ${price} - ${left} = ${price - left} euros are missing.`,
      },
      zh: {
        question: `${who.zh}每周存${a}元，存了${b}周，然后花${c}元买了一个游戏。一辆自行车要${price}元。还差多少元？`,
        steps: `一共存了${a} * ${b} = ${saved}元。买游戏以后剩下${saved} - ${c} = ${left}元。还差${price} - ${left} = ${price - left}元。`,
      },
      fr: {
        question: `${who.fr} économise ${a} euros par semaine pendant ${b} semaines, puis dépense ${c} euros pour un jeu. Un vélo coûte ${price} euros. Combien d'euros manque-t-il encore ?`,
        steps: `Les économies sont de ${a} * ${b} = ${saved} euros. Après le jeu, il reste ${saved} - ${c} = ${left} euros. Il manque ${price} - ${left} = ${price - left} euros.`,
      },
    }
  },

  train: ({ number }) => {
    const [a, b, c, d] = [number(6, 12) * 10, number(2, 5), number(4, 9) * 10, number(2, 4)]
    const [first, second] = [a * b, c * d]
    return {
      answer: first + second,
      en: {
        question: `A train travels for ${b} hours at ${a} kilometres an hour and then for ${d} hours at ${c} kilometres an hour. How many kilometres does it travel?`,
        steps: `First it travels ${a} * ${b} = ${first} kilometres. Then it travels ${c} * ${d} = ${second} kilometres. In all it travels ${first} + ${second} = ${first + second} kilometres.`,
      },
      zh: {
        question: `一列火车先以每小时${a}公里的速度开了${b}小时，然后以每小时${c}公里的速度开了${d}小时。一共开了多少公里？`,
        steps: `先开了${a} * ${b} = ${first}公里。后开了${c} * ${d} = ${second}公里。一共开了${first} + ${second} = ${first + second}公里。`,
      },
      fr: {
        question: `Un train roule pendant ${b} heures à ${a} kilomètres par heure, puis pendant ${d} heures à ${c} kilomètres par heure. Combien de kilomètres parcourt-il ?`,
        steps: `Il parcourt d'abord ${a} * ${b} = ${first} kilomètres. Puis il parcourt ${c} * ${d} = ${second} kilomètres. En tout, il parcourt ${first} + ${second} = ${first + second} kilomètres.`,
      },
    }
  },

  legs: ({ number }) => {
    const [a, b, c] = [number(5, 20), number(3, 12), number(2, 4)]
    const [birds, cows] = [a * 2, b * 4]
    return {
      answer: birds + cows,
      en: {
        question: `A farm has ${a} hens with 2 legs each and ${b + c} cows with 4 legs each. ${c} cows are sold. How many legs do the animals on the farm have now?`,
        steps: `${b + c} - ${c} = ${b} cows are left. The hens have ${a} * 2 = ${birds} legs. The cows have ${b} * 4 = ${cows} legs. Together they have ${birds} + ${cows} = ${birds + cows} legs.`,
      },
      zh: {
        question: `农场里有${a}只母鸡，每只2条腿，还有${b + c}头奶牛，每头4条腿。卖掉了${c}头奶牛。现在农场里的动物一共有多少条腿？`,
        steps: `还剩${b + c} - ${c} = ${b}头奶牛。母鸡有${a} * 2 = ${birds}条腿。奶牛有${b} * 4 = ${cows}条腿。一共有${birds} + ${cows} = ${birds + cows}条腿。`,
      },
      fr: {
        question: `Une ferme a ${a} poules à 2 pattes et ${b + c} vaches à 4 pattes. On vend ${c} vaches. Combien de pattes les animaux de la ferme ont-ils maintenant ?`,
        steps: `Il reste ${b + c} - ${c} = ${b} vaches. Les poules ont ${a} * 2 = ${birds} pattes. Les vaches ont ${b} * 4 = ${cows} pattes. Ensemble, elles ont ${birds} + ${cows} = ${birds + cows} pattes.`,
      },
    }
  },

  ages: ({ number, names: [one = nobody, two = nobody, three = nobody] }) => {
    const [a, b, c] = [number(4, 12), number(2, 4), number(2, 6)]
    const second = a * b
    return {
      answer: second - c,
      en: {
        question: `${one.en} is ${a} years old. ${two.en} is ${b} times as old as ${one.en}. ${three.en} is ${c} years younger than ${two.en}. How old is ${three.en}?`,
        steps: `${two.en} is ${a} * ${b} = ${second} years old. ${three.en} is ${second} - ${c} = ${second - c} years old.`,
      },
      zh: {
        question: `${one.zh}${a}岁。${two.zh}的年龄是${one.zh}的${b}倍。${three.zh}比${two.zh}小${c}岁。${three.zh}多少岁？`,
        steps: `${two.zh}的年龄是${a} * ${b} = ${second}岁。${three.zh}的年龄是${second} - ${c} = ${second - c}岁。`,
      },
      fr: {
        question: `${one.fr} a ${a} ans. L'âge de ${two.fr} est ${b} fois celui de ${one.fr}. ${three.fr} a ${c} ans de moins que ${two.fr}. Quel âge a ${three.fr} ?`,
        steps: `${two.fr} a ${a} * ${b} = ${second} ans. ${three.fr} a ${second} - ${c} = ${second - c} ans.`,
      },
    }
  },

  school: ({ number }) => {
    const [a, b, c, d] = [number(4, 12), number(15, 28), number(3, 20), number(2, 9)]
    const [all, present] = [a * b, a * b - c]
    return {
      answer: present + d,
      en: {
        question: `A school has ${a} classes with ${b} pupils each. On Monday ${c} pupils stay at home and ${d} pupils of another school come to visit. How many pupils are at the school on Monday?`,
        steps: `The classes have ${a} * ${b} = ${all} pupils. ${all} - ${c} = ${present} of them come. With the visitors there are ${present} + ${d} = ${present + d} pupils.`,
      },
      zh: {
        question: `一所学校有${a}个班，每班${b}名学生。星期一有${c}名学生没来，有${d}名外校学生来参观。星期一学校里有多少名学生？`,
        steps: `各班一共有${a} * ${b} = ${all}名学生。来了${all} - ${c} = ${present}名。加上参观的有${present} + ${d} = ${present + d}名学生。`,
      },
      fr: {
        question: `Une école a ${a} classes de ${b} élèves chacune. Lundi, ${c} élèves restent à la maison et ${d} élèves d'une autre école viennent en visite. Combien d'élèves y a-t-il à l'école lundi ?`,
        steps: `Les classes ont ${a} * ${b} = ${all} élèves. Il en vient ${all} - ${c} = ${present}. Avec les visiteurs, il y a ${present} + ${d} = ${present + d} élèves.`,
      },
    }
  },

  boat: ({ number, names: [who = nobody] }) => {
    const [a, b, c, d] = [number(8, 20), number(3, 7), number(3, 8), number(2, 6)]
    const [further, cost] = [b * (c - 1), a + b * (c - 1)]
    return {
      answer: cost + d,
      en: {
        question: `A boat costs ${a} euros for the first hour and ${b} euros for each further hour. ${who.en} takes it for ${c} hours and buys a drink for ${d} euros. How many euros does ${who.en} pay in all?`,
        steps: `There are ${c} - 1 = ${c - 1} further hours. They cost ${b} * ${c - 1} = ${further} euros. The boat costs ${a} + ${further} = ${cost} euros. With the drink it is ${cost} + ${d} = ${cost + d} euros.`,
      },
      zh: {
        question: `租船第一个小时${a}元，以后每个小时${b}元。${who.zh}租了${c}个小时，又花${d}元买了饮料。${who.zh}一共付了多少元？`,
        steps: `以后的小时有${c} - 1 = ${c - 1}个。这些小时要${b} * ${c - 1} = ${further}元。租船要${a} + ${further} = ${cost}元。加上饮料是${cost} + ${d} = ${cost + d}元。`,
      },
      fr: {
        question: `Un bateau coûte ${a} euros pour la première heure et ${b} euros pour chaque heure suivante. ${who.fr} le loue pendant ${c} heures et achète une boisson à ${d} euros. Quelle est la somme à payer en tout, en euros ?`,
        steps: `Il y a ${c} - 1 = ${c - 1} heures suivantes. Elles coûtent ${b} * ${c - 1} = ${further} euros. Le bateau coûte ${a} + ${further} = ${cost} euros. Avec la boisson, cela fait ${cost} + ${d} = ${cost + d} euros.`,
      },
    }
  },

  tank: ({ number }) => {
    const [a, b, c, d] = [number(12, 30) * 10, number(5, 15), number(3, 8), number(10, 60)]
    const [out, left] = [b * c, a - b * c]
    return {
      answer: left + d,
      en: {
        question: `A tank holds ${a} litres of water. A pump takes out ${b} litres a minute for ${c} minutes. Then ${d} litres are poured in. How many litres are in the tank now?`,
        steps: `The pump takes out ${b} * ${c} = ${out} litres. That leaves ${a} - ${out} = ${left} litres. Now there are ${left} + ${d} = ${left + d} litres.`,
      },
      zh: {
        question: `一个水箱里有${a}升水。水泵每分钟抽出${b}升，抽了${c}分钟。然后又倒进${d}升。现在水箱里有多少升水？`,
        steps: `水泵抽出${b} * ${c} = ${out}升。还剩${a} - ${out} = ${left}升。现在有${left} + ${d} = ${left + d}升。`,
      },
      fr: {
        question: `Un réservoir contient ${a} litres d'eau. Une pompe en retire ${b} litres par minute pendant ${c} minutes. Puis on y verse ${d} litres. Combien de litres y a-t-il maintenant dans le réservoir ?`,
        steps: `La pompe retire ${b} * ${c} = ${out} litres. Il reste ${a} - ${out} = ${left} litres. Maintenant, il y a ${left} + ${d} = ${left + d} litres.`,
      },
    }
  },

  marbles: ({ number, names: [one = nobody, two = nobody] }) => {
    const [a, b, c] = [number(6, 30), number(2, 20), number(2, 8)]
    const second = a + b
    const all = a + second
    if (all % c !== 0) return undefined
    return {
      answer: all / c,
      en: {
        question: `${one.en} has ${a} marbles. ${two.en} has ${b} marbles more than ${one.en}. They put all their marbles into bags of ${c}. How many bags do they fill?`,
        steps: `${two.en} has ${a} + ${b} = ${second} marbles. Together they have ${a} + ${second} = ${all} marbles. They fill ${all} / ${c} = ${all / c} bags.`,
      },
      zh: {
        question: `${one.zh}有${a}颗弹珠。${two.zh}比${one.zh}多${b}颗。两人把所有的弹珠装进袋子，每袋${c}颗。一共能装满多少袋？`,
        steps: `${two.zh}有${a} + ${b} = ${second}颗弹珠。两人一共有${a} + ${second} = ${all}颗。能装满${all} / ${c} = ${all / c}袋。`,
      },
      fr: {
        question: `${one.fr} a ${a} billes. ${two.fr} a ${b} billes de plus que ${one.fr}. Toutes leurs billes sont mises dans des sacs de ${c}. Combien de sacs sont remplis ?`,
        steps: `${two.fr} a ${a} + ${b} = ${second} billes. Ensemble, cela fait ${a} + ${second} = ${all} billes. On remplit ${all} / ${c} = ${all / c} sacs.`,
      },
    }
  },

  tickets: ({ number }) => {
    const [half, b, c] = [number(3, 9), number(2, 8), number(2, 9)]
    const [adults, children] = [half * 2 * b, half * c]
    return {
      answer: adults + children,
      en: {
        question: `A concert ticket costs ${half * 2} euros for an adult and half as much for a child. How many euros do ${b} adults and ${c} children pay together?`,
        steps: `A child's ticket costs ${half * 2} / 2 = ${half} euros. The adults pay ${half * 2} * ${b} = ${adults} euros. The children pay ${half} * ${c} = ${children} euros. Together they pay ${adults} + ${children} = ${adults + children} euros.`,
      },
      zh: {
        question: `音乐会的成人票每张${half * 2}元，儿童票是成人票的一半。${b}个成人和${c}个儿童一共要付多少元？`,
        steps: `儿童票每张${half * 2} / 2 = ${half}元。成人付${half * 2} * ${b} = ${adults}元。儿童付${half} * ${c} = ${children}元。一共付${adults} + ${children} = ${adults + children}元。`,
      },
      fr: {
        question: `Un billet de concert coûte ${half * 2} euros pour un adulte et la moitié pour un enfant. Combien d'euros ${b} adultes et ${c} enfants paient-ils ensemble ?`,
        steps: `Le billet d'un enfant coûte ${half * 2} / 2 = ${half} euros. Les adultes paient ${half * 2} * ${b} = ${adults} euros. Les enfants paient ${half} * ${c} = ${children} euros. Ensemble, cela fait ${adults} + ${children} = ${adults + children} euros.`,
      },
    }
  },
}
