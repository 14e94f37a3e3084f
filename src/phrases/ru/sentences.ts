import type { Sentences } from "../catalogue.ts";

const ABOVE = "над эллипсоидом WGS84";

export const sentences: Sentences = {
  parts: {
    heading: "{title}. Срочность: {precedence}.",
    from: "От: {who}",
    to: "Кому: {who}",
    sent: "Получено сервером: {time}",
    serial: "Порядковый номер: {id}",
    messageId: "Сообщение: {id}",
    heardBy: "Принято: {how}",
    headerArea: "Район, о котором речь: {id}",
    replyBy: "Ответить до: {time}",
    inReplyTo: "В ответ на: {id}",
    line: "{label}: {value}",
    listHead: "{label}:",
    authorsLine: "{label} (язык автора: {language}): {value}",
    numbered: "({number}) {value}",
    column: "{label}: {value}",
    listed: "{before}, {last}",
    windowClosed: "с {start} до {end}",
    windowOpen: "с {start} до особого уведомления",
    placeInDatum: "{place}, система координат: {datum}",
    circle: "в радиусе {radius} от точки {center}",
    polygon:
      "{n, plural, one {{n} вершина} few {{n} вершины} many {{n} вершин} other {{n} вершины}}:{points}",
    route: "в полосе {halfWidth} по обе стороны от линии:{points}",
    bandBetween: `от {lower} до {upper} ${ABOVE}`,
    bandAbove: `от {lower} ${ABOVE} и выше, без верхней границы`,
    bandBelow: `до {upper} ${ABOVE}, без нижней границы`,
    bandAll: "все высоты",
    metres: "{n} м",
    readBackEntry: "{place} ({number})",
    readBackPoint: "{place}, точка {number}",
    readBackOf: "{place}: {verdict}",
    readBackMatches:
      "Контрольное повторение совпадает: {distance} от отправленного, предел {limit}.",
    readBackBlocked:
      "Контрольное повторение не совпадает: {distance} от отправленного, предел {limit}. Повторите ещё раз; до этого получение не подтверждено.",
    readBackSuspected: "Вероятная ошибка: {suspects}.",
    readBackUnexplained: "Ни одна обычная ошибка этого не объясняет.",
    suspicion: "{slip} ({coordinate})",
  },
  fixed: {
    notPermission:
      "Получение настоящего уведомления не является ни разрешением, ни гарантией и не меняет ничьих обязанностей по международному гуманитарному праву.",
    noOverlap:
      "Пересечений с уведомлениями, поданными на {time}, нет. Это не разрешение; возможна деятельность, о которой не уведомили.",
    alwaysPasses: "Сигналы бедствия, гуманитарные сообщения и проверки линии проходят всегда.",
    unreviewed: "Эти слова ещё не проверены офицером — носителем языка.",
  },
  units: {
    person:
      "{n, plural, one {{n} человек} few {{n} человека} many {{n} человек} other {{n} человека}}",
    mover: "{n, plural, one {{n} единица} few {{n} единицы} many {{n} единиц} other {{n} единицы}}",
    storey: "{n, plural, one {{n} этаж} few {{n} этажа} many {{n} этажей} other {{n} этажа}}",
    minute: "{n, plural, one {{n} минута} few {{n} минуты} many {{n} минут} other {{n} минуты}}",
    metre: "{n} м",
  },
  ranges: {
    person:
      "от {from} до {n, plural, one {{n} человека} few {{n} человек} many {{n} человек} other {{n} человека}}",
    mover:
      "от {from} до {n, plural, one {{n} единицы} few {{n} единиц} many {{n} единиц} other {{n} единицы}}",
  },
  atLeast: {
    person:
      "не менее {n, plural, one {{n} человека} few {{n} человек} many {{n} человек} other {{n} человека}}",
    mover:
      "не менее {n, plural, one {{n} единицы} few {{n} единиц} many {{n} единиц} other {{n} единицы}}",
  },
};
