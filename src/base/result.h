// Two kinds of "no". A refusal is an answer and travels as a value (`Result<T>`); a fault (disk, database, bug) is an
// exception and is caught in three places only: HTTP request, CLI command, background job.
#pragma once
#include <expected>
#include <stdexcept>
#include <string>
#include <utility>

namespace sunlot {

/// What sort of "no": the edge maps it to an HTTP status and an exit code.
enum class RefusalKind { invalid, unauthenticated, forbidden, not_found, conflict, too_large, too_many, unavailable };

/// A sentence for people, in both languages of the product. `en` may be empty: then `zh` is shown.
struct Text {
    std::string zh;
    std::string en;
};

/// `code` is stable and meant for programs ("credit_code.check"); `field` is the path of the offending input, or empty.
struct Refusal {
    RefusalKind kind = RefusalKind::invalid;
    std::string code;
    Text text;
    std::string field;
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : value_(std::move(value)) {}
    Result(Refusal refusal) : value_(std::unexpected(std::move(refusal))) {}

    explicit operator bool() const { return value_.has_value(); }
    bool has_value() const { return value_.has_value(); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(value()); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// A refused Result has no value; asking for it is a bug of the caller and says which refusal was overlooked.
    T& value() & {
        require();
        return *value_;
    }
    const T& value() const& {
        require();
        return *value_;
    }
    T&& value() && {
        require();
        return std::move(*value_);
    }
    const Refusal& error() const { return value_.error(); }

private:
    void require() const {
        if (!value_) throw std::logic_error("unchecked refusal " + value_.error().code + ": " + value_.error().text.zh);
    }
    std::expected<T, Refusal> value_;
};

/// For use cases that answer only yes or no: `return Done{};`
struct Done {};

inline Refusal refuse(RefusalKind kind, std::string code, std::string zh, std::string en = {}, std::string field = {}) {
    return Refusal{kind, std::move(code), Text{std::move(zh), std::move(en)}, std::move(field)};
}

/// Hands a refusal on unchanged: `if (!x) return pass_on(x.error());`
inline Refusal pass_on(const Refusal& refusal) {
    return refusal;
}

}  // namespace sunlot
