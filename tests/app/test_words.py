"""Words of the pages: every parameter, family and template has a name people read."""

from planner import i18n
from planner.app import view
from planner.exchange import shipped
from planner.rules.pack import load_pack, packs


def _rules():
    return [rule for name in packs() for rule in load_pack(name).rules]


def test_every_parameter_of_every_rule_has_a_name_in_both_languages():
    names = {name for rule in _rules() for name in rule.params}
    missing = sorted(n for n in names if not i18n.knows(f"app.param.{n}"))
    assert missing == []
    for tag, words in i18n.locales().items():
        assert not [n for n in sorted(names) if f"app.param.{n}" not in words], tag


def test_every_family_and_template_has_a_name_in_both_languages():
    keys = {f"app.family.{rule.family}" for rule in _rules()}
    keys |= {f"app.template.{name}" for name in shipped.templates()}
    for tag, words in i18n.locales().items():
        assert sorted(keys - words.keys()) == [], tag


def test_the_pages_words_are_the_same_keys_in_both_languages():
    english, chinese = (
        {key for key in i18n.locales()[tag] if key.startswith("app.")} for tag in ("en", "zh-CN")
    )
    plural = {key for key in english ^ chinese if key.endswith(".one")}
    assert (english ^ chinese) - plural == set()


def test_values_of_parameters_are_words_not_codes():
    codes = []
    for name in packs():
        pack = load_pack(name)
        for rule in pack.rules:
            for key, value in rule.params.items():
                shown = view._param(pack, rule, key, value, "zh-CN")
                if "_" in shown:
                    codes.append(f"{rule.id} {key}: {shown}")
    assert codes == []


def test_rules_stand_in_natural_order_below_their_family():
    found = view.guidelines((load_pack("telecom_hall"),), "en", {})
    for family in found["families"]:
        ids = [rule["rule"] for rule in family["rules"]]
        assert ids == sorted(ids, key=view.natural)
    assert view.natural("P46-9") < view.natural("P46-10")
