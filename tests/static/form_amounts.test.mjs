import assert from "node:assert/strict";
import { test } from "node:test";

import { amountInWords } from "../../static/app/core/form_amounts.mjs";
import { moneyText } from "../../static/app/core/form_display.mjs";
import { fixedText, numberText } from "../../static/app/core/form_values.mjs";

test("an amount is read back in Chinese as a person says it", () => {
  const said = {
    1860: "一千八百六十元", "1860.00": "一千八百六十元", 0: "零元", 10: "十元", 15: "十五元", 110: "一百一十元", 101: "一百零一元",
    1005: "一千零五元", 1050: "一千零五十元", 2000: "两千元", 200: "二百元", 20: "二十元", 2: "二元", 20000: "两万元", 12000: "一万二千元",
    10005: "一万零五元", 100000: "十万元", 186000: "十八万六千元", 1000000: "一百万元", 20200: "两万零二百元", 100000005: "一亿零五元",
    "1860.50": "一千八百六十元五角", "1860.05": "一千八百六十元零五分", "0.05": "五分", "0.5": "五角", "12.34": "十二元三角四分",
  };
  for (const [text, words] of Object.entries(said)) assert.equal(amountInWords(text, "zh"), words, text);
});

test("an amount is read back in English", () => {
  const said = {
    1860: "one thousand eight hundred and sixty", 0: "zero", 21: "twenty-one", 100: "one hundred", 1005: "one thousand and five",
    18600: "eighteen thousand six hundred", 1000000: "one million", "12.34": "twelve point three four", "0.05": "zero point zero five",
  };
  for (const [text, words] of Object.entries(said)) assert.equal(amountInWords(text, "en"), words, text);
});

test("what is no amount is not read", () => {
  for (const text of ["", "abc", "-5", "1,860", "1.234", "1234567890123"]) assert.equal(amountInWords(text, "zh"), "");
});

test("money has two decimals and groups of three", () => {
  assert.equal(moneyText("1860"), "1,860.00");
  assert.equal(moneyText(1234567.891), "1,234,567.89");
  assert.equal(moneyText("-1860.5"), "-1,860.50");
  assert.equal(moneyText("12a"), "12a");
});

test("decimal text is exact", () => {
  assert.equal(fixedText(0.125, 2), "0.13");
  assert.equal(fixedText(-0.005, 2), "0.00");
  assert.equal(fixedText(5, 0), "5");
  assert.equal(numberText(1e21), "1000000000000000000000");
  assert.equal(numberText(1.5e-7), "0.00000015");
});
