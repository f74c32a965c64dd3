from stackwright.policies.refusal import refused


def test_a_refusal_says_what_is_wrong_and_carries_what_is_allowed() -> None:
    error = refused("is not a level", allowed="mandatory", hint="did you mean `mandatory`?")
    assert str(error) == "is not a level - did you mean `mandatory`?"
    assert error.context == {
        "message": "is not a level",
        "allowed": "mandatory",
        "hint": "did you mean `mandatory`?",
    }
